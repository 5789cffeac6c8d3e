import type { DataSource, EntityManager, EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** Injection token of the open `DataSources`. */
export const DATA_SOURCES = Symbol('DATA_SOURCES');

/** A number in a column, in the row with that id. */
export interface Counter {
  readonly table: string;
  readonly column: string;
  readonly id: number;
}

/** Rows, at least one, to be stored under consecutive numbers. */
export interface Numbered<E extends ObjectLiteral, K extends keyof E & string> {
  readonly counter: Counter;
  readonly entity: EntityTarget<E>;
  /** The property that gets the number. */
  readonly property: K;
  readonly rows: readonly Omit<E, K>[];
}

/** The connections to the database. */
export interface DataSources {
  readonly writer: DataSource;
  readonly reader: DataSource;
  /** Can several transactions run at once? */
  readonly concurrentWrites: boolean;
  /** Runs the work in a transaction, and rolls it back if anything fails. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Adds to a counter with one statement, and returns its new value. */
  increment(manager: EntityManager, counter: Counter, by: number): Promise<number>;
  /**
   * Takes a number from the counter for each row and stores the rows under them, in one transaction with as few round
   * trips as the database allows. Returns the first number.
   */
  append<E extends ObjectLiteral, K extends keyof E & string>(numbered: Numbered<E, K>): Promise<number>;
  /** Runs the work while no other server migrates the database. */
  withMigrationLock<T>(work: () => Promise<T>): Promise<T>;
  /** The connections of the pool; null where there is none. */
  pool(): PoolState | null;
  close(): Promise<void>;
}

/** How many connections there are, and how many transactions and reads wait for one. */
export interface PoolState {
  readonly used: number;
  readonly free: number;
  readonly waiting: number;
  /** How many may wait. */
  readonly limit: number;
}

/** Classes with `@Entity`. */
export type Entities = readonly (new () => ObjectLiteral)[];

/** The class of a migration; its name ends with the time at which it was written. */
export type Migration = new () => MigrationInterface;

/** Tables, and the migrations that create them. */
export interface Schema {
  readonly entities: Entities;
  readonly migrations: readonly Migration[];
}
