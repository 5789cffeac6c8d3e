import type { DataSource, EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** Injection token of the open `DataSources`. */
export const DATA_SOURCES = Symbol('DATA_SOURCES');

/** The connections of the store. */
export interface DataSources {
  readonly writer: DataSource;
  readonly reader: DataSource;
  /** Can several transactions run at once? */
  readonly concurrentWrites: boolean;
  /** Runs the work between BEGIN and COMMIT, or, when any of it fails, ROLLBACK. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Applies or takes back migrations while no other server does. */
  withMigrationLock<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Every table of every feature. */
export type Entities = readonly EntityTarget<ObjectLiteral>[];
