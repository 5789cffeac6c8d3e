import { schema } from '../../apps/server/src/app.module.js';
import { loadConfig } from '../../apps/server/src/core/config/config.js';
import type { DataSources } from '../../apps/server/src/core/database/data-sources.js';
import { migrate, openDataSources } from '../../apps/server/src/core/database/open-database.js';
import { DisabledUsers1796315000000 } from '../../apps/server/src/users/migrations/1796315000000-disabled-users.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ADMIN_TOKEN } from '../support/server.js';

const EARLIER = '2026-03-01 09:30:00.000';

let database: TestDatabase;
let sources: DataSources;

beforeEach(async () => {
  database = await freshDatabase();
  const config = loadConfig({ ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN });
  sources = await openDataSources(config.database, schema);
  await migrate(sources);
});
afterEach(async () => {
  await sources.close();
  await database.drop();
});

const query = <Row>(sql: string, parameters: string[] = []) => sources.writer.query<Row[]>(sql, parameters);

/** Takes migrations back until the one of disabled users is. */
async function undo(): Promise<void> {
  const { name } = DisabledUsers1796315000000;
  const isApplied = async () => (await query('SELECT name FROM migrations WHERE name = ?', [name])).length > 0;
  while (await isApplied()) await sources.writer.undoLastMigration({ transaction: 'each' });
}

it('users, devices and invites of an older server stay, enabled, unseen, and of no maker', async () => {
  await undo();
  const columns = 'id, username_hash, password_hash, is_admin, is_trusted, created_at';
  for (const id of ['alice', 'bob']) {
    await query(`INSERT INTO users (${columns}) VALUES (?, ?, 'hash', 1, 1, ?)`, [id, id, EARLIER]);
    const device = [`${id}s`, id, `key of ${id}`, EARLIER];
    await query('INSERT INTO devices (id, user_id, public_key, created_at) VALUES (?, ?, ?, ?)', device);
  }
  const invite = ['one', 'one', EARLIER, EARLIER];
  await query('INSERT INTO invites (id, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?)', invite);

  await migrate(sources);

  const users = 'SELECT id, password_hash, disabled_at FROM users ORDER BY id';
  expect(await query(users)).toMatchObject([
    { id: 'alice', password_hash: 'hash', disabled_at: null },
    { id: 'bob', password_hash: 'hash', disabled_at: null },
  ]);
  expect(await query('SELECT last_seen_at FROM devices')).toMatchObject(Array(2).fill({ last_seen_at: null }));
  const invites = 'SELECT id, created_by, reset_user_id FROM invites';
  expect(await query(invites)).toMatchObject([{ id: 'one', created_by: null, reset_user_id: null }]);

  // An older server must let in nobody whom this one kept out, nor take an invite for a password as one for a name.
  await query('UPDATE users SET disabled_at = ? WHERE id = ?', [EARLIER, 'bob']);
  const reset = ['two', 'two', EARLIER, EARLIER, 'alice'];
  await query(
    'INSERT INTO invites (id, token_hash, created_at, expires_at, reset_user_id) VALUES (?, ?, ?, ?, ?)',
    reset,
  );
  await undo();
  expect(await query('SELECT id, password_hash FROM users ORDER BY id')).toMatchObject([
    { id: 'alice', password_hash: 'hash' },
    { id: 'bob', password_hash: null },
  ]);
  expect(await query('SELECT id FROM devices ORDER BY id')).toMatchObject([{ id: 'alices' }, { id: 'bobs' }]);
  expect(await query('SELECT id FROM invites')).toMatchObject([{ id: 'one' }]);
});
