import type { QueryRunner, TableColumnOptions, TableForeignKeyOptions } from 'typeorm';

type Extra = Partial<TableColumnOptions>;

/** Makes MySQL compare text byte by byte, as SQLite does. */
const MYSQL_TEXT: Extra = { charset: 'utf8mb4', collation: 'utf8mb4_bin' };

export const nullable: Extra = { isNullable: true };

/** Column definitions for migrations, in the types of the runner's database. */
export function columnsFor(runner: QueryRunner) {
  const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
  const text = isSqlite ? {} : MYSQL_TEXT;
  return {
    /** An id that the server generates (a UUID). */
    id: (name: string, extra: Extra = {}): TableColumnOptions => column(name, 'varchar', { length: '36' }, text, extra),
    varchar: (name: string, length: number, extra: Extra = {}): TableColumnOptions =>
      column(name, 'varchar', { length: String(length) }, text, extra),
    /** Up to 64 KiB. */
    text: (name: string, extra: Extra = {}): TableColumnOptions => column(name, 'text', text, extra),
    flag: (name: string): TableColumnOptions => column(name, 'boolean'),
    integer: (name: string, extra: Extra = {}): TableColumnOptions => column(name, 'integer', extra),
    bigint: (name: string, extra: Extra = {}): TableColumnOptions => column(name, 'bigint', extra),
    /** A time in UTC. */
    time: (name: string, extra: Extra = {}): TableColumnOptions => column(name, 'datetime', { precision: 6 }, extra),
  };
}

function column(name: string, type: string, ...extras: Extra[]): TableColumnOptions {
  return Object.assign({ name, type }, ...extras) as TableColumnOptions;
}

export const primary = (table: string): Extra => ({ isPrimary: true, primaryKeyConstraintName: `pk_${table}` });

export const foreignKey = (
  name: string,
  columnName: string,
  table: string,
  onDelete: 'CASCADE' | 'NO ACTION',
): TableForeignKeyOptions => ({
  name,
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete,
  onUpdate: 'NO ACTION',
});
