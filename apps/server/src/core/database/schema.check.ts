import type { Type } from '@nestjs/common';
import { type DataSource, getMetadataArgsStorage } from 'typeorm';
import { schemaOf, schemaOfAll } from '../feature.js';
import { moduleFile, moduleFileOfEntity } from '../feature.check.js';

/**
 * Refuses to boot without the table of an entity that something imports; the first query would fail.
 *
 * @throws {Error} naming each entity that no feature declares, with the file to edit
 */
export function assertEntitiesDeclared(features: readonly Type<object>[]): void {
  const declared = new Set<unknown>(schemaOfAll(features).entities);
  const forgotten = getMetadataArgsStorage()
    .tables.map(({ target }) => target)
    .filter((target) => typeof target === 'function' && !declared.has(target))
    .map((target) => (target as { readonly name: string }).name)
    .map((name) => `${name} is an entity of no feature: add it to the entities of ${moduleFileOfEntity(name)}`);
  if (forgotten.length > 0) throw new Error(forgotten.join('\n'));
}

/** What was compared already: the tables are the same at every start of a process. */
const compared = new WeakSet<readonly Type<object>[]>();

/**
 * Compares the tables that the entities describe with those that the migrations have made.
 *
 * @throws {Error} naming the entities that differ, with the file to edit and what would make the tables fit
 */
export async function assertMigrated(dataSource: DataSource, features: readonly Type<object>[]): Promise<void> {
  if (compared.has(features)) return;
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const statements = upQueries.map(({ query }) => query);
  const isConcerned = (entity: Type<object>) =>
    statements.some((statement) => new RegExp(`\\b${dataSource.getMetadata(entity).tableName}\\b`).test(statement));
  const stale = features.flatMap((feature) =>
    schemaOf(feature)
      .entities.filter(isConcerned)
      .map(({ name }) => `${name}: write a migration, and add it to the migrations of ${moduleFile(feature.name)}`),
  );
  if (statements.length > 0) {
    throw new Error(
      `The migrations do not make what the entities describe:\n  ${[...stale, ...statements].join('\n  ')}`,
    );
  }
  compared.add(features);
}
