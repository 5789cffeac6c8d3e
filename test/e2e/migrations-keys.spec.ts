import { schema } from '../../apps/server/src/app.module.js';
import { loadConfig } from '../../apps/server/src/core/config/config.js';
import type { DataSources } from '../../apps/server/src/core/database/data-sources.js';
import { migrate, openDataSources } from '../../apps/server/src/core/database/open-database.js';
import { EnvelopesBySender1796000000000 } from '../../apps/server/src/keys/migrations/1796000000000-envelopes-by-sender.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ADMIN_TOKEN } from '../support/server.js';

const { name: MIGRATION } = EnvelopesBySender1796000000000;
const [EARLIER, LATER] = ['2026-03-01 09:30:00.000', '2026-03-01 09:31:00.000'];

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

/** Takes migrations back until the one of the envelopes is. */
async function undo(): Promise<void> {
  const isApplied = async () => (await query('SELECT name FROM migrations WHERE name = ?', [MIGRATION])).length > 0;
  while (await isApplied()) await sources.writer.undoLastMigration({ transaction: 'each' });
}

/** Adds an envelope for bob's device to both tables. */
async function addEnvelope(sender: string, createdAt: string): Promise<void> {
  const rest = ['bobs', sender, `the key of ${sender}`, `by ${sender}`, createdAt];
  const columns = 'device_id, sender_device_id, sender_public_key, envelope, created_at';
  await query(`INSERT INTO channel_keys (channel_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?)`, ['general', ...rest]);
  await query(`INSERT INTO directory_keys (${columns}) VALUES (?, ?, ?, ?, ?)`, rest);
}

/** The envelopes in both tables. */
async function envelopes(): Promise<string[][]> {
  const tables = ['channel_keys', 'directory_keys'];
  const rows = tables.map((table) => query<{ envelope: string }>(`SELECT envelope FROM ${table} ORDER BY envelope`));
  return (await Promise.all(rows)).map((found) => found.map(({ envelope }) => envelope));
}

it.each([
  ['a device that is there', 'alices', 'alice'],
  ['a device that is gone', 'gone', null],
])('an envelope of an older server stays, with the user of %s', async (_, sender, user) => {
  await undo();
  for (const id of ['alice', 'bob']) {
    const values = "VALUES (?, ?, 'x', ?, ?, ?)";
    const user = [id, id, '0', '1', EARLIER];
    await query(
      `INSERT INTO users (id, username_hash, password_hash, is_admin, is_trusted, created_at) ${values}`,
      user,
    );
    const device = [`${id}s`, id, `key of ${id}`, EARLIER];
    await query('INSERT INTO devices (id, user_id, public_key, created_at) VALUES (?, ?, ?, ?)', device);
  }
  const channel = ['general', 'x', 'alice', EARLIER];
  await query('INSERT INTO channels (id, name_enc, created_by, created_at) VALUES (?, ?, ?, ?)', channel);
  await addEnvelope(sender, EARLIER);

  await migrate(sources);

  for (const table of ['channel_keys', 'directory_keys']) {
    expect(await query(`SELECT envelope, sender_user_id FROM ${table}`)).toMatchObject([
      { envelope: `by ${sender}`, sender_user_id: user },
    ]);
  }
  await addEnvelope('a later one', LATER);
  expect(await envelopes()).toEqual([
    ['by a later one', `by ${sender}`],
    ['by a later one', `by ${sender}`],
  ]);

  await undo(); // an older server has room for one
  expect(await envelopes()).toEqual([['by a later one'], ['by a later one']]);
  await migrate(sources);
  await query('DELETE FROM devices WHERE id = ?', ['bobs']);
  expect(await envelopes()).toEqual([[], []]);
});
