// Who may import whom. Every rule has a name and, in test/arch/violations.ts, an import that breaks it.

const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** What each feature may use of the others, through their services, events and modules: the modules that its own imports. */
function readUses(folder) {
  const modules = readdirSync(folder)
    .map((feature) => [feature, join(folder, feature, `${feature}.module.ts`)])
    .filter(([feature, file]) => feature !== 'core' && existsSync(file));
  const used = /'\.\.\/([\w-]+)\/\1\.module\.js'/g;
  return Object.fromEntries(
    modules.map(([feature, file]) => [feature, [...readFileSync(file, 'utf8').matchAll(used)].map(([, name]) => name)]),
  );
}

const uses = readUses('apps/server/src');

const server = '^apps/server/src/';
const source = '^(?:apps|libs)/[^/]+/src/';
const spec = '\\.spec\\.ts$';
const oneOf = (names) => `(?:${names.join('|')})`;
const npmPackage = (name) => `(?:^|node_modules/)(?:@types/)?${name}(?:/|$)`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle has no first file to read.', {}, { circular: true }),
    rule('no-missing-files', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    rule(
      'no-undeclared-packages',
      'A package that package.json does not name is there by luck.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'no-dev-dependencies-in-source',
      'What runs in production is installed in production.',
      { path: source, pathNot: [spec, '^libs/codegen/'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),

    rule(
      'contract-imports-nothing-of-the-repo',
      'The contract is a leaf.',
      { path: '^libs/contract/' },
      { path: '^(?:apps|libs|test)/', pathNot: '^libs/contract/' },
    ),
    rule(
      'contract-is-imported-by-its-root',
      'How the generated files are cut is the business of the contract, and of the generator that writes them.',
      { pathNot: '^libs/(?:contract|codegen)/' },
      { path: '^libs/contract/', pathNot: '^libs/contract/src/index\\.ts$' },
    ),
    rule(
      'sdk-imports-only-itself',
      'The SDK is published alone.',
      { path: '^libs/sdk/' },
      { path: '^(?:apps|libs|test)/', pathNot: '^libs/sdk/' },
    ),
    rule(
      'sdk-needs-no-package',
      'The SDK brings along two small packages; ws is the choice of those who run it in Node.',
      { path: '^libs/sdk/src/', pathNot: spec },
      { path: 'node_modules/', pathNot: [npmPackage('ws'), npmPackage('@noble/curves'), npmPackage('@scure/bip39')] },
    ),
    rule(
      'nobody-imports-codegen',
      'The generator is a tool; its output is what the others use.',
      { pathNot: '^libs/codegen/' },
      { path: '^libs/codegen/' },
    ),
    rule(
      'server-knows-no-sdk',
      'The server must not learn about itself from its client.',
      { path: server, pathNot: spec },
      { path: '^libs/sdk/' },
    ),
    rule(
      'source-imports-no-tests',
      'Tests lean on the source, not the other way round.',
      { path: source, pathNot: spec },
      { path: ['^test/', '^libs/[^/]+/testing/', spec] },
    ),

    rule(
      'core-knows-no-feature',
      'Core carries the features and may not lean on one.',
      { path: `${server}core/` },
      { path: server, pathNot: `${server}core/` },
    ),
    rule(
      'every-feature-has-its-module',
      'A feature folder has a module of its name, which imports those of the features that it uses.',
      { path: `${server}(?!${oneOf(['core', 'cli', ...Object.keys(uses)])}/)[^/]+/` },
      { path: server },
    ),
    ...Object.entries(uses).map(([feature, allowed]) =>
      rule(
        `arrows-of-${feature}`,
        `${feature}.module.ts imports ${allowed.join(', ') || 'no other feature'}; import the module of what you use there.`,
        { path: `${server}${feature}/` },
        {
          path: server,
          pathNot: [
            `${server}${oneOf(['core', feature, ...allowed])}/`,
            // Events need no module, and realtime tells of those of every feature.
            ...(feature === 'realtime' ? ['\\.events\\.ts$'] : []),
          ],
        },
      ),
    ),
    rule(
      'features-meet-at-service-events-module',
      "A feature's repository, entity, mapper and controller are its own.",
      { path: `${server}(?!core/)([^/]+)/` },
      { path: `${server}(?!core/)[^/]+/`, pathNot: [`${server}$1/`, '\\.(?:service|events|module)\\.ts$'] },
    ),
    rule(
      'nobody-imports-realtime',
      'Features speak to sockets by events. Only what puts the app together, counts and stops it knows them.',
      {
        path: '^(?:apps|libs)/',
        pathNot: [`${server}realtime/`, `${server}(?:app\\.module|app\\.factory|stop|collect-metrics)\\.ts$`],
      },
      { path: `${server}realtime/` },
    ),

    rule(
      'nobody-imports-the-program',
      'The program calls the server, not the other way round.',
      { path: '^(?:apps|libs)/', pathNot: `${server}cli/` },
      { path: `${server}cli/` },
    ),
    rule(
      'the-program-asks-the-contract',
      'What an operator does to people goes through the operations of the contract: one place has the rules.',
      { path: `${server}cli/` },
      { path: server, pathNot: [`${server}(?:cli|core)/`, `${server}[^/]+$`] },
    ),

    rule(
      'typeorm-only-where-data-is-stored',
      'SQL has one place in each feature: its repository.',
      {
        path: server,
        pathNot: ['\\.entity\\.ts$', '\\.repository(?:\\.spec)?\\.ts$', '/migrations/', `${server}core/database/`],
      },
      { path: npmPackage('typeorm') },
    ),
    rule(
      'ws-only-where-sockets-are',
      'A feature sends events, not frames.',
      { path: server, pathNot: `${server}realtime/` },
      { path: npmPackage('ws') },
    ),
    rule(
      'ioredis-only-in-the-backplane',
      'Nothing else knows that there are other nodes.',
      { path: server, pathNot: `${server}core/backplane/` },
      { path: npmPackage('ioredis') },
    ),
    rule(
      'prom-client-only-behind-its-port',
      'Another library will take its place.',
      { path: source, pathNot: `${server}core/observability/exposition\\.ts$` },
      { path: npmPackage('prom-client') },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^libs/sdk/dist/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
