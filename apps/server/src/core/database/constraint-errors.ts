import { QueryFailedError } from 'typeorm';

const UNIQUE_CODES = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY'];
const FOREIGN_KEY_CODES = ['SQLITE_CONSTRAINT_FOREIGNKEY', 'ER_NO_REFERENCED_ROW_2'];

/** Was the row refused because another one has the same unique value? */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_CODES.includes(driverCode(error));
}

/** Was the row refused because a row that it refers to does not exist? */
export function isForeignKeyViolation(error: unknown): boolean {
  return FOREIGN_KEY_CODES.includes(driverCode(error));
}

function driverCode(error: unknown): string {
  if (!(error instanceof QueryFailedError)) return '';
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
