import type { TableColumnOptions, TableForeignKeyOptions } from 'typeorm';

type Extra = Partial<TableColumnOptions>;

/** An id given by the server (a UUID). */
export const id = (name: string, extra: Extra = {}): TableColumnOptions => varchar(name, 36, extra);

export const varchar = (name: string, length: number, extra: Extra = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...extra,
});

export const text = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'text', ...extra });

export const flag = (name: string): TableColumnOptions => ({ name, type: 'boolean' });

/** A time in UTC. */
export const time = (name: string, extra: Extra = {}): TableColumnOptions => ({
  name,
  type: 'datetime',
  precision: 6,
  ...extra,
});

export const primary = (table: string): Extra => ({ isPrimary: true, primaryKeyConstraintName: `pk_${table}` });

export const nullable: Extra = { isNullable: true };

export const foreignKey = (
  name: string,
  column: string,
  table: string,
  onDelete: 'CASCADE' | 'NO ACTION',
): TableForeignKeyOptions => ({
  name,
  columnNames: [column],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete,
  onUpdate: 'NO ACTION',
});
