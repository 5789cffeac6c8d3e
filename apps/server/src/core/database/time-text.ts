import type { ValueTransformer } from 'typeorm';

/**
 * For a time that is only passed on: the entity has it as RFC 3339 text, in UTC. Where it is stored as text, a Date need
 * not be made of it and taken apart again for each row, which takes as long as the JSON of the row.
 */
export const timeText: ValueTransformer = {
  to: (text: string) => text,
  from: (time: Date) => time.toISOString(),
};

/** Reads such a time from what a driver gives: SQLite's `2026-03-01 09:31:00.000`, or a Date. */
export function readTimeText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : `${String(value).replace(' ', 'T')}Z`;
}
