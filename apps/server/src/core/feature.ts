import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import type { Entities, Migration, Schema } from './database/data-sources.js';
import { Initial1772000000000 } from './database/migrations/1772000000000-initial.js';
import { PepperCheck1795780000000 } from './database/migrations/1795780000000-pepper-check.js';
import { Takeover1796345000000 } from './database/migrations/1796345000000-takeover.js';

/** What a feature's module declares: Nest's metadata, and its part of the database. */
export interface FeatureOptions extends ModuleMetadata {
  /** Its tables. */
  readonly entities?: Entities;
  /** Changes of its tables since the first release. Each class name ends with the time at which it was written. */
  readonly migrations?: readonly Migration[];
}

/** Those of no feature. */
const CORE_MIGRATIONS = [Initial1772000000000, PepperCheck1795780000000, Takeover1796345000000];

const FEATURE = 'dialtone:feature';

/** Makes a class the module of a feature: Nest's `@Module`, plus the feature's tables. */
export function Feature({ entities = [], migrations = [], ...module }: FeatureOptions): ClassDecorator {
  return (target) => {
    Module(module)(target);
    Reflect.defineMetadata(FEATURE, { entities, migrations } satisfies Schema, target);
  };
}

/** The tables of one feature. */
export function schemaOf(feature: Type<object>): Schema {
  const schema = Reflect.getMetadata(FEATURE, feature) as Schema | undefined;
  if (!schema) throw new Error(`${feature.name} of app.module.ts is not a feature: decorate it with @Feature`);
  return schema;
}

/**
 * The tables of all features, and their migrations, oldest first.
 *
 * @throws {Error} when a migration's name does not end with a time, or two have the same
 */
export function schemaOfAll(features: readonly Type<object>[]): Schema {
  const schemas = features.map(schemaOf);
  const migrations = [...CORE_MIGRATIONS, ...schemas.flatMap((schema) => schema.migrations)];
  const byTime = new Map<number, Migration>();
  for (const migration of migrations) {
    const time = Number(/\d{13}$/.exec(migration.name)?.[0]);
    if (!time) throw new Error(`The name of the migration ${migration.name} must end with its time, as of Date.now()`);
    const other = byTime.get(time);
    if (other) throw new Error(`The migrations ${other.name} and ${migration.name} have the same time`);
    byTime.set(time, migration);
  }
  return {
    entities: schemas.flatMap((schema) => schema.entities),
    migrations: [...byTime].sort(([a], [b]) => a - b).map(([, migration]) => migration),
  };
}
