import type { DataSource, EntityManager, EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** Injection token of the open `DataSources`. */
export const DATA_SOURCES = Symbol('DATA_SOURCES');

/** A number in a table, in the row with that id. */
export interface Counter {
  readonly table: string;
  readonly column: string;
  readonly id: number;
}

/** Rows, at least one, that are to get consecutive numbers. */
export interface Numbered<E extends ObjectLiteral, K extends keyof E & string> {
  readonly counter: Counter;
  readonly entity: EntityTarget<E>;
  /** The property that gets the number. */
  readonly property: K;
  readonly rows: readonly Omit<E, K>[];
}

/** The connections of the store. */
export interface DataSources {
  readonly writer: DataSource;
  readonly reader: DataSource;
  /** Can several transactions run at once? */
  readonly concurrentWrites: boolean;
  /** Runs the work between BEGIN and COMMIT, or, when any of it fails, ROLLBACK. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Adds to a counter, with one statement, and answers with what it is then. */
  increment(manager: EntityManager, counter: Counter, by: number): Promise<number>;
  /**
   * Takes as many numbers from a counter as there are rows, and stores the rows under them: one transaction, with as few
   * round trips as the database allows. Answers with the first number.
   */
  append<E extends ObjectLiteral, K extends keyof E & string>(numbered: Numbered<E, K>): Promise<number>;
  /** Applies or takes back migrations while no other server does. */
  withMigrationLock<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Classes with `@Entity`. */
export type Entities = readonly (new () => ObjectLiteral)[];

/** The class of a migration, named after what it does and the time at which it was written. */
export type Migration = new () => MigrationInterface;

/** Tables, and what makes them. */
export interface Schema {
  readonly entities: Entities;
  readonly migrations: readonly Migration[];
}
