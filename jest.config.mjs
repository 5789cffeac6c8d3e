import { chromium } from './.ci/chromium.mjs';

if (chromium !== undefined) process.env.CHROMIUM_PATH = chromium;

// Nest 12 and a few packages below it are ESM only. Jest loads ESM natively only behind a Node flag (or on Node >= 24.9),
// so SWC turns the sources and these packages into CommonJS: the same run on Node 20, 22 and 24, without a flag.
const esmOnlyPackages = [
  '@borewit/text-codec',
  '@nestjs',
  '@redocly',
  '@tokenizer',
  'change-case',
  'content-disposition',
  'cookie',
  'file-type',
  'index-to-position',
  'openapi-typescript',
  'parse-json',
  'strtok3',
  'supports-color',
  'token-types',
  'uint8array-extras',
  'uuid',
];

const commonJs = { swcrc: false, sourceMaps: 'inline', module: { type: 'commonjs' } };

/** @type {import('jest').Config} */
const config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    ...(chromium === undefined ? ['<rootDir>/test/browser/'] : []),
    // Each step of a guide, the compiler and whole test runs among them, takes minutes.
    ...(process.env.TEST_GUIDES ? [] : ['<rootDir>/test/docs/guides/']),
    // About the way to a database server; the embedded database has none.
    ...(process.env.TEST_DATABASE_URL ? [] : ['<rootDir>/test/e2e/(outage|failover)\\.spec\\.ts']),
    // Several servers need a database and a Redis that they share.
    ...(process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_URL ? [] : ['<rootDir>/test/realtime/cluster']),
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        ...commonJs,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
    '^.+\\.m?js$': ['@swc/jest', { ...commonJs, jsc: { target: 'es2022' } }],
  },
  transformIgnorePatterns: [
    `/node_modules/(?!(?:.*/node_modules/)?(?:${esmOnlyPackages.join('|')})/)`,
    '<rootDir>/libs/sdk/dist/',
  ],
  moduleNameMapper: {
    '^@app/contract$': '<rootDir>/libs/contract/src/index.ts',
    // Sources import `./x.js`, as nodenext wants it; under Jest the file is still x.ts.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Whatever is waited for gives up before that, and says what did not come. Deriving keys, hashing passwords and starting
  // processes take long on a busy machine, and nothing is wrong then.
  testTimeout: 120_000,
  maxWorkers: 2,
};

export default config;
