import { schema } from '../../apps/server/src/app.module.js';
import { KeyVersions1796300000000 } from '../../apps/server/src/channels/migrations/1796300000000-key-versions.js';
import { loadConfig } from '../../apps/server/src/core/config/config.js';
import type { DataSources } from '../../apps/server/src/core/database/data-sources.js';
import { migrate, openDataSources } from '../../apps/server/src/core/database/open-database.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ADMIN_TOKEN } from '../support/server.js';

const { name: MIGRATION } = KeyVersions1796300000000;
const AT = '2026-03-01 09:30:00.000';

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

/** Takes migrations back until the one of the versions is. */
async function undo(): Promise<void> {
  const isApplied = async () => (await query('SELECT name FROM migrations WHERE name = ?', [MIGRATION])).length > 0;
  while (await isApplied()) await sources.writer.undoLastMigration({ transaction: 'each' });
}

it('what an older server stored is of version 0, and all that is left of a newer one', async () => {
  await undo();
  await query(
    `INSERT INTO users (id, username_hash, password_hash, is_admin, is_trusted, created_at) VALUES ('alice', 'x', 'x', 0, 1, ?)`,
    [AT],
  );
  await query(`INSERT INTO devices (id, user_id, public_key, created_at) VALUES ('alices', 'alice', 'x', ?)`, [AT]);
  await query(`INSERT INTO channels (id, name_enc, created_by, created_at) VALUES ('general', 'x', 'alice', ?)`, [AT]);
  const columns = 'channel_id, device_id, sender_device_id, sender_user_id, sender_public_key, envelope, created_at';
  const values = `'general', 'alices', 'alices', 'alice', 'x'`;
  await query(`INSERT INTO channel_keys (${columns}) VALUES (${values}, 'old', ?)`, [AT]);

  await migrate(sources);

  expect(await query('SELECT key_version, key_epoch, name_key_version, epoch FROM channels, key_epoch')).toMatchObject([
    { key_version: 0, key_epoch: 0, name_key_version: 0, epoch: 0 },
  ]);
  await query(`INSERT INTO channel_keys (version, ${columns}) VALUES (1, ${values}, 'new', ?)`, [AT]);
  const envelopes = () => query('SELECT version, envelope, sender_user_id FROM channel_keys ORDER BY version');
  expect(await envelopes()).toMatchObject([
    { version: 0, envelope: 'old', sender_user_id: 'alice' },
    { version: 1, envelope: 'new' },
  ]);

  await undo();
  expect(await query('SELECT envelope FROM channel_keys')).toMatchObject([{ envelope: 'old' }]);
  await migrate(sources);
  expect(await envelopes()).toMatchObject([{ version: 0, envelope: 'old' }]);
  await query(`DELETE FROM devices WHERE id = 'alices'`);
  expect(await envelopes()).toEqual([]);
});
