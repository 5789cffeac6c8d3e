import tseslint from 'typescript-eslint';

const clockAndChance = [
  { object: 'process', property: 'env', message: 'Settings come from core/config.' },
  { object: 'Date', property: 'now', message: 'Time comes from core/security.' },
  { object: 'Math', property: 'random', message: 'Randomness comes from core/security.' },
  ...['randomUUID', 'getRandomValues', 'randomBytes', 'randomInt'].map((property) => ({
    object: 'crypto',
    property,
    message: 'Randomness comes from core/security.',
  })),
];
const bareDate = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time comes from core/security.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time comes from core/security.' },
];
const hiddenSources = [
  {
    name: 'node:crypto',
    importNames: [
      'randomBytes',
      'randomInt',
      'randomUUID',
      'randomFill',
      'randomFillSync',
      'getRandomValues',
      'webcrypto',
    ],
    message: 'Randomness comes from core/security.',
  },
  { name: 'node:process', message: 'Settings come from core/config.' },
  { name: 'crypto', message: "Write 'node:crypto'." },
];
const circularProviders = {
  name: '@nestjs/common',
  importNames: ['forwardRef'],
  message: 'Features depend on each other one way only; use an event for the way back.',
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', 'coverage/**', 'data/**'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      // "About 250 lines" of code; the docstrings of a public interface do not count against it.
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-deprecated': 'error',
      // Indexed access is typed without `undefined`, so this rule would call the needed checks superfluous.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `request<T>()` names what the contract promises, in the caller's words.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Entities and DTOs are shapes without behaviour: a literal of the shape is one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An interface may ask for a promise where this implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
    },
  },
  {
    // What an emitter writes is read here first: no line of a template is longer than what is around it.
    files: ['libs/codegen/src/emit/**/*.ts'],
    rules: { 'max-len': ['error', { code: 120 }] },
  },
  {
    files: ['apps/server/src/**/*.ts', 'libs/contract/src/**/*.ts'],
    ignores: ['apps/server/src/start.ts', 'apps/server/src/cli/**', '**/*.spec.ts'],
    rules: { 'no-console': 'error', 'no-restricted-imports': ['error', { paths: [circularProviders] }] },
  },
  {
    files: ['apps/server/src/**/*.ts', 'libs/contract/src/**/*.ts'],
    ignores: ['apps/server/src/core/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-syntax': ['error', ...bareDate],
      'no-restricted-imports': ['error', { paths: [circularProviders, ...hiddenSources] }],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'libs/*/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest's asymmetric matchers (`expect.any(String)`) are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:timers/promises',
              importNames: ['setTimeout'],
              message: 'Wait for the event itself, not for a while.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[property.name=/^(only|skip)$/]', message: 'Every test runs, every time.' },
        {
          selector: 'MemberExpression[object.name="jest"][property.name=/^(do)?[mM]ock$/]',
          message: 'No mocked modules.',
        },
      ],
    },
  },
  {
    // Faults come at random moments, a bench lasts a while, and a database server tells nobody when it is ready.
    files: ['test/faults/**', 'test/bench/**', 'test/support/{mariadb,postgres,redis}.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
);
