import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schema } from './app.module.js';
import type { DataSources } from './core/database/data-sources.js';
import { migrate, openDataSources } from './core/database/open-database.js';

const { migrations } = schema;

let home: string;
let sources: DataSources;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-migrations-'));
  sources = await open();
});
afterEach(async () => {
  await sources.close();
  rmSync(home, { recursive: true });
});

async function open(): Promise<DataSources> {
  const opened = await openDataSources({ kind: 'sqlite', path: join(home, 'test.db') }, schema);
  await migrate(opened);
  return opened;
}

/** Every table and index, but for the list of the migrations themselves. */
async function tablesAndIndexes(): Promise<string[]> {
  const rows = await sources.writer.query<{ name: string }[]>(
    "SELECT name FROM sqlite_master WHERE tbl_name NOT IN ('migrations', 'sqlite_sequence') ORDER BY name",
  );
  return rows.map(({ name }) => name);
}

it('run once, at the first start', async () => {
  const before = await tablesAndIndexes();
  await sources.close();
  sources = await open();

  expect(before).toEqual(expect.arrayContaining(['users', 'messages', 'messages_channel_order']));
  expect(await tablesAndIndexes()).toEqual(before);
  expect(await sources.writer.query('SELECT name FROM migrations')).toHaveLength(migrations.length);
});

it('take all away again when they are undone, and can run once more', async () => {
  const before = await tablesAndIndexes();

  for (const _ of migrations) await sources.writer.undoLastMigration({ transaction: 'each' });
  expect(await tablesAndIndexes()).toEqual([]);

  await sources.writer.runMigrations({ transaction: 'each' });
  expect(await tablesAndIndexes()).toEqual(before);
});
