import type { DataSources } from './data-sources.js';

/** The names of the migrations that the database has. */
export async function appliedMigrations({ writer }: DataSources): Promise<Set<string>> {
  const exists = await writer.createQueryRunner().hasTable('migrations');
  const rows = exists ? await writer.query<{ name: string }[]>('SELECT name FROM migrations') : [];
  return new Set(rows.map(({ name }) => name));
}
