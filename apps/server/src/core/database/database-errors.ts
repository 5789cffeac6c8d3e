/** What database errors mean, by the codes of the drivers. */

const UNIQUE = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY'];
const FOREIGN_KEY = ['SQLITE_CONSTRAINT_FOREIGNKEY', 'ER_NO_REFERENCED_ROW_2'];
const RETRYABLE = ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'];
const UNAVAILABLE = [
  // Network failures, and a database server that is starting or stopping.
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
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_NORMAL_SHUTDOWN',
  'ER_QUERY_INTERRUPTED',
  'ER_CONNECTION_KILLED',
  // Another transaction has held a lock for too long.
  ...RETRYABLE,
  // No disk space, or no permission to write.
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_OPTION_PREVENTS_STATEMENT',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
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
  return has(RETRYABLE, error) || has(FOREIGN_KEY, error);
}

/** Is the database away, or unable to write? Then the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (has(UNAVAILABLE, error)) return true;
  return error instanceof Error && (CLOSED.test(error.message) || CLOSED.test(error.name));
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
