import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import type { Entities, Migration, Schema } from './database/data-sources.js';
import { Initial1772000000000 } from './database/migrations/1772000000000-initial.js';

/** What a feature's module declares, besides what Nest wants to know. */
export interface FeatureOptions extends ModuleMetadata {
  /** Its tables. */
  readonly entities?: Entities;
  /** What has made its tables since the first release, each named after the time at which it was written. */
  readonly migrations?: readonly Migration[];
}

const FEATURE = 'dialtone:feature';

/** Makes a class the module of a feature: Nest's `@Module`, with the tables that the feature keeps. */
export function Feature({ entities = [], migrations = [], ...module }: FeatureOptions): ClassDecorator {
  return (target) => {
    Module(module)(target);
    Reflect.defineMetadata(FEATURE, { entities, migrations } satisfies Schema, target);
  };
}

/** The tables of one feature. */
export function schemaOf(feature: Type<object>): Schema {
  const schema = Reflect.getMetadata(FEATURE, feature) as Schema | undefined;
  if (!schema) throw new Error(`${feature.name} of app.module.ts is no feature: decorate it with @Feature`);
  return schema;
}

/**
 * The tables of all features, and what makes them, oldest first.
 *
 * @throws {Error} when a migration's name does not end with a time of its own
 */
export function schemaOfAll(features: readonly Type<object>[]): Schema {
  const schemas = features.map(schemaOf);
  const migrations = [Initial1772000000000, ...schemas.flatMap((schema) => schema.migrations)];
  const byTime = new Map<number, Migration>();
  for (const migration of migrations) {
    const time = Number(/\d{13}$/.exec(migration.name)?.[0]);
    if (!time) throw new Error(`The name of the migration ${migration.name} must end with its time, as of Date.now()`);
    const other = byTime.get(time);
    if (other) throw new Error(`The migrations ${other.name} and ${migration.name} are of the same time`);
    byTime.set(time, migration);
  }
  return {
    entities: schemas.flatMap((schema) => schema.entities),
    migrations: [...byTime].sort(([a], [b]) => a - b).map(([, migration]) => migration),
  };
}
