import { resolve } from 'node:path';
import { type Result, round, type Row, type Scale, verdict } from './result.js';

/** Where the figures of the last full run are kept. */
export const RESULTS = resolve(import.meta.dirname, '../results');

/** A result, with the machine that it was measured on and how long that took. */
export interface Recorded extends Result {
  readonly machine: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** Prints a table of the medians, and the goals with what was reached. */
export function print(result: Recorded, scale: Scale): void {
  console.log(`\n${result.id.toUpperCase()}  ${result.title} (${String(result.seconds)} s)`);
  for (const rows of groups(result.rows)) console.log(table(rows));
  if (scale !== 'smoke') for (const goal of result.goals) console.log(`  ${verdict(goal)}`);
  for (const note of result.notes) console.log(`  ${note}`);
  for (const reason of result.invalid) console.log(`  INVALID: ${reason}`);
}

/** Rows with the same columns. */
function groups(rows: readonly Row[]): Row[][] {
  const byColumns = new Map<string, Row[]>();
  for (const row of rows) {
    const columns = Object.keys(row.values).join('\0');
    byColumns.set(columns, [...(byColumns.get(columns) ?? []), row]);
  }
  return [...byColumns.values()];
}

function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0].values);
  const cells = [
    ['', '', ...columns],
    ...rows.map((row) => [row.conditions, row.server, ...columns.map((column) => round(row.values[column]))]),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  return cells
    .map((line) => `  ${line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')}`)
    .join('\n');
}
