/**
 * What database errors mean. MySQL and MariaDB say it by SQLSTATE where the standard has a class for it, else by number:
 * the driver's names are MySQL's, and wrong for MariaDB's own numbers. No number below means something else that could
 * happen here on the other one of the two.
 */

const UNIQUE = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY'];
const FOREIGN_KEY = ['SQLITE_CONSTRAINT_FOREIGNKEY', 'ER_NO_REFERENCED_ROW_2'];

/** Lost a conflict: class 40, lock wait timeout, record has changed since last read. */
const CONFLICT = /^40/;
const CONFLICTS = [1205, 1020];

/**
 * Read-only transaction: 25006. Read-only by an option, a mode, InnoDB or a table; offline mode; a group that this
 * server has left.
 */
const READ_ONLY = /^25006/;
const READ_ONLIES = [1290, 1836, 1874, 1036, 3032, 3100];

/** Classes of what passes: 08 connection, 28 login, 53 and HY001 resources, 57 and 70 intervention, XA10 rollback. */
const PASSING = /^(08|28|53|57|70|HY001|XA10)/;
const PASSES = [
  // Too many connections, threads, transactions, locks, or errors of this host.
  ...[1040, 1041, 1129, 1135, 1203, 1206, 1226, 1637],
  // Out of time: a statement, a wait for a lock, the session; or the session was killed.
  ...[3024, 3572, 4031, 3169],
  // The account is locked, or its password has expired; MySQL's and MariaDB's numbers.
  ...[1820, 1862, 3118, 3955, 4150, 4151],
  // Disk full, table full, writing failed, commit failed.
  ...[1021, 1114, 1026, 1180],
];

const FULL = ['SQLITE_FULL'];
const FULLS = [1021, 1114];
const NO_SPACE = /No space left on device/i;

/** Network failures, and those of the embedded database. */
const UNAVAILABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'POOL_CLOSED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_PROTOCOL',
  'SQLITE_NOMEM',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
];
/** Errors without a code, from a connection that was closed during a query. */
const CLOSED =
  /database connection is not open|connection is in closed state|is not connected|Pool is closed|Connection is not established|Queue limit reached|No connections available|Driver not Connected|CannotExecuteNotConnected/i;

/** Was the row refused because another row has the same unique value? */
export function isUniqueViolation(error: unknown): boolean {
  return has(UNIQUE, error);
}

/** Was the row refused by a unique or a foreign key? */
export function isRefusedRow(error: unknown): boolean {
  return isUniqueViolation(error) || has(FOREIGN_KEY, error);
}

/**
 * Is it worth running the transaction again? It lost a conflict with another one, or a row that it had read was deleted
 * before it could refer to it; the next run succeeds, or fails for the right reason.
 */
export function isRetryable(error: unknown): boolean {
  return isOf(CONFLICT, CONFLICTS, error) || has(FOREIGN_KEY, error);
}

/** Did this database server refuse a change because it may not write? After a failover another one may. */
export function isReadOnly(error: unknown): boolean {
  return isOf(READ_ONLY, READ_ONLIES, error) || has(['SQLITE_READONLY'], error);
}

/** Is there no space left? Then small changes may still succeed while larger ones fail. */
export function isFull(error: unknown): boolean {
  return has(FULL, error) || FULLS.includes(numberOf(error)) || NO_SPACE.test(messageOf(error));
}

/** Is the database away, or unable to write? Then the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  // A connection that cannot be opened or used any more, whatever the reason.
  return passes(error) || (Object(error) as { fatal?: unknown }).fatal === true;
}

/** May the database become available by itself? A wrong name of a database, say, is a mistake and stays one. */
export function passes(error: unknown): boolean {
  if (isReadOnly(error) || isFull(error)) return true;
  if (isOf(CONFLICT, CONFLICTS, error) || isOf(PASSING, PASSES, error) || has(UNAVAILABLE, error)) return true;
  return error instanceof Error && (CLOSED.test(error.message) || CLOSED.test(error.name));
}

/** What to tell the operator: the database's own words, or at least the code. */
export function reasonOf(error: unknown): string {
  return messageOf(error) || driverCode(error) || 'unknown failure';
}

function isOf(state: RegExp, numbers: readonly number[], error: unknown): boolean {
  const { sqlState } = Object(error) as { sqlState?: unknown };
  return (typeof sqlState === 'string' && state.test(sqlState)) || numbers.includes(numberOf(error));
}

/** The number of an error that MySQL or MariaDB answered; a network failure has one of another kind, and no state. */
function numberOf(error: unknown): number {
  const { errno, sqlState } = Object(error) as { errno?: unknown; sqlState?: unknown };
  return typeof errno === 'number' && typeof sqlState === 'string' ? errno : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** Extended SQLite codes begin with the plain one: `SQLITE_IOERR_WRITE`. */
function has(codes: readonly string[], error: unknown): boolean {
  const code = driverCode(error);
  return (
    code !== '' && codes.some((name) => code === name || (name.startsWith('SQLITE_') && code.startsWith(`${name}_`)))
  );
}

/** The driver's error code, wherever TypeORM put it; empty when there is none. */
export function driverCode(error: unknown): string {
  const { code, driverError } = Object(error) as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError ? driverCode(driverError) : '';
}
