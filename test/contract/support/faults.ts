import { DATA_SOURCES, type DataSources } from '../../../apps/server/src/core/database/data-sources.js';
import type { World } from './world.js';

/** Stands in the text of every fault, so that a leak of it is seen. */
export const FAULT_MARK = 'FAULT-MARK';

/** Makes the database refuse every change. */
export async function refuseWrites(world: World): Promise<void> {
  for (const table of await world.tables()) {
    for (const verb of ['INSERT', 'UPDATE', 'DELETE']) {
      const refusal = world.onSqlite
        ? `BEGIN SELECT RAISE(ABORT, '${FAULT_MARK}'); END`
        : `FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${FAULT_MARK}'`;
      await world.sql(`CREATE TRIGGER fault_${table}_${verb} BEFORE ${verb} ON ${table} ${refusal}`);
    }
  }
}

/** Lets the database take changes again. */
export async function acceptWrites(world: World): Promise<void> {
  const triggers = await world.sql(
    world.onSqlite
      ? `SELECT name FROM sqlite_master WHERE type = 'trigger'`
      : `SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()`,
  );
  for (const { name } of triggers) await world.sql(`DROP TRIGGER ${String(name)}`);
}

/** Does something while the database is away: the way to it is cut, or the embedded one is closed under the server. */
export async function withoutDatabase<T>(world: World, work: () => Promise<T>): Promise<T> {
  const { proxy } = world;
  if (proxy) {
    proxy.cut();
    return work().finally(() => proxy.restore());
  }
  const sources = world.server.app.get<DataSources>(DATA_SOURCES);
  await sources.reader.destroy();
  await sources.writer.destroy();
  try {
    return await work();
  } finally {
    await sources.writer.initialize();
    await sources.reader.initialize();
  }
}

/** Does something while these tables are not there. */
export async function withoutTables<T>(world: World, tables: readonly string[], work: () => Promise<T>): Promise<T> {
  const gone = (table: string) => `${table}_${FAULT_MARK.replace('-', '_')}`;
  for (const table of tables) await world.sql(`ALTER TABLE ${table} RENAME TO ${gone(table)}`);
  try {
    return await work();
  } finally {
    for (const table of tables) await world.sql(`ALTER TABLE ${gone(table)} RENAME TO ${table}`);
  }
}
