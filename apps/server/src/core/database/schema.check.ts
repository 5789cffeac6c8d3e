import type { Type } from '@nestjs/common';
import { type DataSource, getMetadataArgsStorage } from 'typeorm';
import { schemaOf, schemaOfAll } from '../feature.js';
import { moduleFile, moduleFileOfEntity } from '../feature.check.js';

/**
 * Refuses to boot when an entity is imported that no feature declares: its first query would fail.
 *
 * @throws {Error} that names each of these entities, and the file to edit
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

/** The SQL that would make the tables match the entities; nothing when they do. */
export async function differences(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** Features that were compared before: within a process the result is always the same. */
const compared = new WeakSet<readonly Type<object>[]>();

/**
 * Compares the tables that the entities describe with those that the migrations have created.
 *
 * @throws {Error} that names the entities that differ, the file to edit, and the SQL that would make the tables match
 */
export async function assertMigrated(dataSource: DataSource, features: readonly Type<object>[]): Promise<void> {
  if (compared.has(features)) return;
  const statements = await differences(dataSource);
  // A table that a foreign key refers to is not the one that differs.
  const changes = statements.map((statement) => statement.replace(/\bREFERENCES\s+\S+/gi, ''));
  const isConcerned = (entity: Type<object>) =>
    changes.some((change) => new RegExp(`\\b${dataSource.getMetadata(entity).tableName}\\b`).test(change));
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
