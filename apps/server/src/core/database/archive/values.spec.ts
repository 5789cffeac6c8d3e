import { ArchiveError } from './archive-error.js';
import type { ColumnKind, Table } from './tables.js';
import { rowReader, toStored } from './values.js';

function tableOf(kind: ColumnKind): Table {
  return { name: 'things', columns: [{ name: 'thing', kind }], key: ['thing'] };
}

it.each([
  ['text', 'a', 'a', 'a'],
  ['integer', 9007199254740991, 9007199254740991, 9007199254740991],
  ['boolean', 0, false, 0],
  ['boolean', 1, true, 1],
  ['time', '2026-03-01 09:31:00', '2026-03-01T09:31:00.000000Z', '2026-03-01 09:31:00.000'],
  ['time', '2026-03-01 09:31:00.120', '2026-03-01T09:31:00.120000Z', '2026-03-01 09:31:00.120'],
  ['time', '2026-03-01 09:31:00.000000', '2026-03-01T09:31:00.000000Z', '2026-03-01 09:31:00.000'],
  ['time', '2026-03-01 09:31:00.000001', '2026-03-01T09:31:00.000001Z', '2026-03-01 09:31:00.000001'],
  ['text', null, null, null],
  ['time', null, null, null],
] as const)('%s %p is archived as %p, and stored as %p', (kind, stored, archived, again) => {
  const table = tableOf(kind);

  expect(rowReader(table)([stored])).toEqual([archived]);
  expect(toStored(table.columns[0], archived)).toBe(again);
});

it.each([
  ['integer', '9007199254740993'],
  ['integer', 9007199254740994],
  ['boolean', 2],
  ['time', 'yesterday'],
  ['time', '2026-03-01T09:31:00Z'],
  ['text', 7],
] as const)('%s %p is refused, and not quoted', (kind, stored) => {
  const read = rowReader(tableOf(kind));

  expect(() => read([stored])).toThrow(ArchiveError);
  expect(() => read([stored])).toThrow('its thing is');
  expect(() => read([stored])).not.toThrow(String(stored));
});
