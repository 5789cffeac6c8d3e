import type { EntityManager } from 'typeorm';

/** A change of nothing, to find out whether changes are possible: a database that is read-only refuses it. */
export async function writeNothing(manager: EntityManager): Promise<void> {
  await manager.query('UPDATE migrations SET name = name WHERE id = 0');
}
