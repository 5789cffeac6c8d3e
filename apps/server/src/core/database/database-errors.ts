/** What a failure of the database means, by the codes of its drivers. */

const UNIQUE = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY'];
const FOREIGN_KEY = ['SQLITE_CONSTRAINT_FOREIGNKEY', 'ER_NO_REFERENCED_ROW_2'];
const RETRYABLE = ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'];
const UNAVAILABLE = [
  // The network, and a server that goes or comes.
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
  // Another transaction is in the way, and stays there.
  ...RETRYABLE,
  // No room, no permission to write.
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
/** Failures without a code: the connection was closed under the query. */
const CLOSED =
  /database connection is not open|connection is in closed state|is not connected|Pool is closed|Connection is not established|Queue limit reached|No connections available|Driver not Connected|CannotExecuteNotConnected/i;

/** Was the row refused because another one has the same unique value? */
export function isUniqueViolation(error: unknown): boolean {
  return has(UNIQUE, error);
}

/** Was the row refused because another one has the same unique value, or because what it refers to does not exist? */
export function isRefusedRow(error: unknown): boolean {
  return isUniqueViolation(error) || has(FOREIGN_KEY, error);
}

/**
 * May the transaction succeed, or be refused for the right reason, when it runs again? It was given up in favour of
 * another one, or a row that it had seen was deleted by another one before it could refer to it.
 */
export function isRetryable(error: unknown): boolean {
  return has(RETRYABLE, error) || has(FOREIGN_KEY, error);
}

/** Is the database away, or unable to write? The same request may succeed later. */
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

/** The driver's code for an error, wherever TypeORM put it; empty when it has none. */
export function driverCode(error: unknown): string {
  const { code, driverError } = Object(error) as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError ? driverCode(driverError) : '';
}
