import { ArchiveError } from './archive-error.js';
import type { Column, ColumnKind, Table } from './tables.js';

/** A value as an archive has it: of times the exact text, in UTC and to the microsecond. */
export type Value = string | number | boolean | null;

/** A row as an archive has it: its values, in the order of the table's columns. */
export type Row = readonly Value[];

/** `2026-03-01 09:31:00`, with as many digits of the second's fraction as the database keeps. */
const STORED_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;
const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.(\d{3})(\d{3})Z$/;

type Reader = (value: unknown) => Value;

const READERS: Readonly<Record<ColumnKind, Reader>> = {
  text: (value) => (typeof value === 'string' ? value : wrong('no text')),
  integer: readInteger,
  boolean: (value) => (value === 0 || value === 1 ? value === 1 : wrong('neither true nor false')),
  time: (value) => {
    const [, day, time, fraction = ''] = STORED_TIME.exec(String(value)) ?? wrong('no time');
    return `${day}T${time}.${fraction.padEnd(6, '0')}Z`;
  },
};

/** What makes an archive's row of a row that the driver returns. */
export function rowReader({ name, columns }: Table): (stored: readonly unknown[]) => Row {
  const readers = columns.map(({ kind }) => READERS[kind]);
  return (stored) =>
    stored.map((value, index) => {
      try {
        return value === null ? null : readers[index](value);
      } catch (error) {
        if (!(error instanceof WrongValue)) throw error;
        throw new ArchiveError(`A row of ${name} cannot be archived: its ${columns[index].name} is ${error.message}`);
      }
    });
}

const CHECKS: Readonly<Record<ColumnKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'string' && TIME.test(value),
};

/** What tells whether something is an archive's row of the table. */
export function rowCheck({ columns }: Table): (row: unknown) => boolean {
  const checks = columns.map(({ kind }) => CHECKS[kind]);
  return (row) =>
    Array.isArray(row) &&
    row.length === checks.length &&
    checks.every((check, index) => row[index] === null || check(row[index]));
}

/**
 * A value as the driver takes it. SQLite compares times as texts, so one has to be written as the server writes it: with
 * three digits of the second's fraction, unless there are more.
 */
export function toStored({ kind }: Column, value: Value): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (kind !== 'time' || value === null) return value;
  const [, day, time, milli, micro] = TIME.exec(String(value)) ?? wrong('no time');
  return `${day} ${time}.${milli}${micro === '000' ? '' : micro}`;
}

/** Numbers beyond 2^53 come as they are from neither driver. */
function readInteger(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : wrong('no whole number below 2^53');
}

/** Says what is wrong, without the value. */
class WrongValue extends Error {}

function wrong(what: string): never {
  throw new WrongValue(what);
}
