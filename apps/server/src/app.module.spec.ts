import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schema } from './app.module.js';
import type { DataSources } from './core/database/data-sources.js';
import { migrate, openDataSources } from './core/database/open-database.js';

let home: string;
let sources: DataSources;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-schema-'));
  sources = await openDataSources({ kind: 'sqlite', path: join(home, 'test.db') }, schema);
  await migrate(sources);
});
afterAll(async () => {
  await sources.close();
  rmSync(home, { recursive: true });
});

it('the schema that the migrations make is the one that the entities describe', async () => {
  const { upQueries } = await sources.writer.driver.createSchemaBuilder().log();

  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

it('every table of the migrations has its entity, but for those that no feature reads', async () => {
  const rows = await sources.writer.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table'");

  const ofNoFeature = ['migrations', 'sqlite_sequence', 'pepper_check', 'takeover'];
  expect(rows.map(({ name }) => name).sort()).toEqual(
    [...ofNoFeature, ...sources.writer.entityMetadatas.map(({ tableName }) => tableName)].sort(),
  );
});
