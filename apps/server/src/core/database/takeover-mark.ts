import type { DataSources } from './data-sources.js';

/** Until when the other server's data were taken over in whole; null before that. */
export async function readTakeoverMark({ writer }: DataSources): Promise<Date | null> {
  const rows = await writer.query<{ complete_until: number }[]>('SELECT complete_until FROM takeover');
  return rows.length === 0 ? null : new Date(rows[0].complete_until);
}

/** Remembers that everything that the other server had at that time was taken over. */
export async function setTakeoverMark(sources: DataSources, completeUntil: Date): Promise<void> {
  await sources.transaction(async (manager) => {
    await manager.query('DELETE FROM takeover');
    await manager.query('INSERT INTO takeover (id, complete_until) VALUES (1, ?)', [completeUntil.getTime()]);
  });
}
