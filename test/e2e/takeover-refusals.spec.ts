import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freshSqlite } from '../support/database.js';
import { GO_PEPPER, GoServerStore } from '../support/go-server-store.js';
import { PASSWORD, register } from '../support/people.js';
import { PASSWORD as POSTGRES_PASSWORD } from '../support/postgres.js';
import { type Outcome, runProgram } from '../support/program.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useTakeovers } from '../support/takeover.js';

const takeovers = useTakeovers();

let store: GoServerStore;
beforeEach(async () => {
  store = await GoServerStore.make(takeovers.postgres);
  await store.user('alice', PASSWORD, { is_admin: true });
});
afterEach(() => store.close());

const failed = (told: RegExp | string) => {
  const stderr: unknown = typeof told === 'string' ? expect.stringContaining(told) : expect.stringMatching(told);
  return { code: 1, stdout: '', stderr } satisfies Record<keyof Outcome, unknown>;
};

it('refuses a database with people of its own', async () => {
  const server = await takeovers.start();
  await register(server, 'bob');
  await server.close();
  const before = await takeovers.rows();

  for (const args of [[], ['--dry-run']])
    expect(await takeovers.run(store.url, ...args)).toEqual(failed('has people of its own'));
  expect(await takeovers.rows()).toEqual(before);
});

it('refuses a name that nobody has under the pepper', async () => {
  expect(await takeovers.run(store.url, '--check-user', 'bob')).toEqual(
    failed(/^Nobody in dialtone-go has the name bob/),
  );
  takeovers.settings['DIALTONE_USERNAME_PEPPER'] = 'another pepper than that';
  expect(await takeovers.run(store.url, '--check-user', 'alice')).toEqual(failed('the pepper is another'));
});

it('refuses another pepper than that of its first time', async () => {
  await takeovers.report(store.url);
  takeovers.settings['DIALTONE_USERNAME_PEPPER'] = 'another pepper than that';

  for (const args of [[], ['--dry-run']])
    expect(await takeovers.run(store.url, ...args)).toEqual(failed('is not the one with which this database was made'));
});

it('refuses a database that is none of dialtone-go', async () => {
  const other = await takeovers.postgres.database('other');

  expect(await takeovers.run(other)).toEqual(failed('This is no database of dialtone-go: it has no users'));
});

it.each([
  ['nobody listens', (url: string) => url.replace(/:\d+\//, ':1/'), 1],
  ['there is none', (url: string) => url.replace(/\w+$/, 'nowhere'), 1],
  ['the URL is none', (url: string) => url.replace('postgres:', 'postgres;'), 1],
  ['the port is none', (url: string) => url.replace(/:\d+\//, ':port/'), 1],
])(
  'refuses a database that cannot be read, because %s, without showing the password',
  async (_why, change, expected) => {
    const { code, stdout, stderr } = await runProgram(
      takeovers.processes,
      takeovers.settings,
      'import-dialtone-go',
      change(store.url),
    );

    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(/^The (URL|database) of dialtone-go/);
    expect(stderr).not.toContain(POSTGRES_PASSWORD);
  },
);

it('refuses to run without a URL', async () => {
  const outcome = await runProgram(takeovers.processes, takeovers.settings, 'import-dialtone-go');

  expect(outcome).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('DIALTONE_GO_DATABASE_URL') });
});

it('refuses to run without the pepper, or beside a server on the same file', async () => {
  const sqlite = await freshSqlite();
  takeovers.settings = { ...sqlite.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
  expect(await takeovers.run(store.url)).toEqual(failed(/^DIALTONE_USERNAME_PEPPER/));
  expect(existsSync(join(sqlite.env['DIALTONE_DATA_DIR'], 'dialtone.db'))).toBe(false);

  takeovers.settings['DIALTONE_USERNAME_PEPPER'] = GO_PEPPER;
  const server = await takeovers.start(sqlite);
  expect(await takeovers.run(store.url)).toEqual(failed('A server is running'));
  await server.close();
  await sqlite.drop();
});
