/** A command that has to succeed. */
export interface Gate {
  readonly name: string;
  /** A command line, run from the repository's root. */
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A run that takes longer is assumed to hang, and is ended. */
  readonly minutes: number;
}

/** What every change has to pass before it is shared, in this order: `npm run check`, and first in `.ci/run`. */
export const everyChange: readonly Gate[] = [
  { name: 'sdk build', run: 'npm run sdk:build', minutes: 5 },
  { name: 'server build', run: 'npm run build', minutes: 5 },
  { name: 'formatting', run: 'npx prettier --check .', minutes: 5 },
  { name: 'lint', run: 'npm run lint', minutes: 10 },
  { name: 'types', run: 'npm run typecheck', minutes: 10 },
  { name: 'generated code', run: 'npm run generate -- --check', minutes: 5 },
  { name: 'contract', run: 'npm run contract:lint', minutes: 5 },
  { name: 'contract changes', run: 'npm run contract:diff', minutes: 5 },
  { name: 'sdk package', run: 'npm run sdk:verify', minutes: 5 },
  { name: 'clients of the last release', run: 'node --import tsx .ci/last-release.ts', minutes: 10 },
];

const script = (path: string) => `node --import tsx test/${path}.ts`;

/**
 * The goals, 2 s for a cold start and 3 s after a kill, are meant for a quiet machine, and this one may be busy. So only
 * a start that takes several times as long is a failure here; what was measured is printed.
 */
export const coldStart: Gate = {
  name: 'cold start',
  run: script('smoke/cold-start'),
  env: { SMOKE_LIMIT_MS: '8000' },
  minutes: 3,
};

/** Gates that need the database of `TEST_DATABASE_URL` and the Redis of `TEST_REDIS_URL`. */
export const withServices: readonly Gate[] = [
  {
    name: 'a newcomer follows the guides',
    run: 'node node_modules/jest/bin/jest.js test/docs/guides',
    env: { TEST_GUIDES: '1' },
    minutes: 20,
  },
  { name: 'two processes on one database', run: script('faults/two-processes'), minutes: 10 },
  { name: 'kills under load', run: script('faults/kill'), env: { FAULT_READY_MS: '12000' }, minutes: 10 },
  {
    name: 'a backup under load, restored elsewhere',
    run: script('faults/restore-drill'),
    env: { FAULT_MESSAGES: '6000' },
    minutes: 5,
  },
  { name: 'database restarts under load', run: script('faults/restart-database'), minutes: 10 },
  { name: 'three servers: a kill, Redis away, rolling restarts', run: script('faults/cluster'), minutes: 10 },
];

/** Gates that need no such services. */
export const alone: readonly Gate[] = [
  coldStart,
  { name: 'the release archive, unpacked and run', run: script('smoke/release'), minutes: 5 },
  { name: 'Prometheus takes its settings', run: 'promtool check config deploy/prometheus/prometheus.yml', minutes: 1 },
  { name: 'Prometheus reads a server', run: script('smoke/prometheus'), minutes: 3 },
  {
    name: 'a conversation over broken lines',
    run: script('faults/network'),
    env: { FAULT_COUNT: '100' },
    minutes: 5,
  },
  { name: 'a chat over kills and broken lines', run: script('faults/chat'), env: { FAULT_KILLS: '20' }, minutes: 5 },
  { name: 'benchmarks run and lose nothing', run: `${script('bench/bench')} --smoke`, minutes: 5 },
  { name: 'a churn of connections', run: script('faults/churn'), env: { FAULT_SECONDS: '40' }, minutes: 2 },
  { name: 'fuzzed frames', run: script('faults/fuzz'), env: { FAULT_FRAMES: '60000' }, minutes: 3 },
  { name: 'login timing', run: script('faults/login-timing'), minutes: 5 },
  { name: 'the SDK on Bun, Deno and workerd', run: script('runtimes/runtimes'), minutes: 5 },
];

/**
 * Tests that are not repeated on the other versions of Node: those that run in a browser or in the compiler, or that hold
 * the contract against every answer and frame, do not depend on it, nor does what the program makes of answers; and the
 * last ones need a database server or Redis.
 */
const sparedOtherNodes = [
  'test/arch',
  'test/browser',
  'test/contract',
  'test/docs',
  'libs/codegen',
  'libs/contract',
  'test/e2e/doctor',
  'test/e2e/people-commands',
  'test/e2e/support-bundle',
  'test/e2e/takeover',
  'test/e2e/outage',
  'test/e2e/failover',
  'test/realtime/cluster',
];

/**
 * The supported versions of Node besides the one that runs this, and what is not repeated there. The SDK is tested on the
 * oldest and the newest.
 */
export const otherNodes: readonly { readonly version: string; readonly spared: readonly string[] }[] = [
  { version: '22.23.3', spared: [...sparedOtherNodes, 'libs/sdk', 'test/sdk', 'test/trust'] },
  { version: '24.21.0', spared: sparedOtherNodes },
];
