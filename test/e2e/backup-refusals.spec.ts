import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { freshDatabase, onServer, onSqlite, type TestDatabase } from '../support/database.js';
import { useProcesses } from '../support/processes.js';
import { type Outcome, runProgram } from '../support/program.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../support/server.js';

const PEPPER = 'pepper-of-the-test-servers';
const SECRETS = { DIALTONE_USERNAME_PEPPER: PEPPER, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };

const processes = useProcesses();
let database: TestDatabase;
let server: TestServer;
let empty: TestDatabase;

beforeEach(async () => {
  [database, empty] = [await freshDatabase(), await freshDatabase()];
  server = await startServer({ database, env: SECRETS });
});
afterEach(async () => {
  await server.close();
  await Promise.all([database.drop(), empty.drop()]);
});

function run(where: TestDatabase, ...args: string[]): Promise<Outcome> {
  return runProgram(processes, { ...where.env, ...SECRETS }, ...args);
}

/** Works in the empty database as another program would. */
async function inEmpty(sql: string): Promise<unknown[]> {
  if (!onSqlite) return onServer(empty.env['DIALTONE_DB_URL'], sql);
  const file = new LibsqlDatabase(join(empty.env['DIALTONE_DATA_DIR'], 'dialtone.db'));
  try {
    const statement = file.prepare(sql);
    return statement.reader ? statement.all() : (statement.run(), []);
  } finally {
    file.close();
  }
}

/** Writes a passphrase into a file of the test's; returns the option that names it. */
function passphrase(name: string, text: string): string {
  writeFileSync(join(processes.cwd, name), `${text}\n`);
  return `--passphrase-file=${name}`;
}

it('a restore replaces no tables of another program', async () => {
  await run(database, 'backup', 'a.tar');
  await inEmpty('CREATE TABLE messages (text varchar(20))');
  await inEmpty(`INSERT INTO messages VALUES ('not ours')`);

  const { code, stderr } = await run(empty, 'restore', 'a.tar');

  expect([code, stderr]).toEqual([1, expect.stringContaining('The database has tables of something else: messages')]);
  expect(await inEmpty('SELECT text FROM messages')).toEqual([expect.objectContaining({ text: 'not ours' })]);
});

it('an import takes no backup, which would be loaded as if nothing were lost', async () => {
  await run(database, 'backup', 'a.tar');

  const { code, stderr } = await run(empty, 'import', 'a.tar');

  expect([code, stderr]).toEqual([1, expect.stringContaining('a.tar is a backup: dialtone restore loads it')]);
});

it('an export is refused while a server runs on the database', async () => {
  const { code, stderr } = await run(database, 'export', 'moved');

  expect([code, stderr]).toEqual([1, expect.stringMatching(/A server is running on|Others are connected to/)]);
});

it('of two backups under one name at once, one is refused', async () => {
  const outcomes = await Promise.all([run(database, 'backup', 'same.tar'), run(database, 'backup', 'same.tar')]);

  expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(outcomes.find(({ code }) => code === 1)?.stderr).toContain('same.tar exists already');
});

it('a check looks at the passphrase too', async () => {
  const right = passphrase('right', 'a passphrase of the tests');
  const wrong = passphrase('wrong', 'another passphrase of them');
  await run(database, 'backup', 'a.tar', right);

  const good = await run(empty, 'restore', 'a.tar', '--check', right);
  const bad = await run(empty, 'restore', 'a.tar', '--check', wrong);

  expect(good.code).toBe(0);
  expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining('the passphrase is wrong')]);
});

it('migrations are not taken back under a server that runs', async () => {
  if (!onSqlite) return; // a server on MySQL cannot be seen

  const { code, stderr } = await run(database, 'migrate', 'down');

  expect([code, stderr]).toEqual([1, expect.stringContaining('Another server is running on')]);
});

it('who looks after people migrates nothing', async () => {
  await server.close();
  await run(database, 'migrate', 'down');

  const { code, stderr } = await run(database, 'user', 'list');

  expect([code, stderr]).toEqual([1, expect.stringMatching(/^Migrations of this version are missing \(1\)/m)]);
  expect((await run(database, 'migrate', 'status')).stdout).toMatch(/^pending /m);
  expect((await run(database, 'migrate', 'up')).code).toBe(0);
});
