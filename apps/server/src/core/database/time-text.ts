import type { ValueTransformer } from 'typeorm';

/**
 * For a time that is only passed on: the entity has it as RFC 3339 text, in UTC. Converting a stored text to a Date and
 * back takes as long for each row as writing the row's JSON.
 */
export const timeText: ValueTransformer = {
  to: (text: string) => text,
  from: (time: Date) => time.toISOString(),
};

/** Converts what the driver returns, SQLite's `2026-03-01 09:31:00.000` or a Date, to such a text. */
export function readTimeText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : `${String(value).replace(' ', 'T')}Z`;
}
