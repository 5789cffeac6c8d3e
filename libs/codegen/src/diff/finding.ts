import type { Sources } from '../load.js';
import type { Model } from '../model.js';
import type { Place } from '../place.js';
import { type Rule, RULES, type Severity } from './rules.js';

/** A contract as text with its places, and what it says. */
export interface Contract {
  readonly sources: Sources;
  readonly model: Model;
}

/** One change. */
export interface Finding {
  readonly rule: Rule;
  /** In the new files; for what is gone, in the old ones. */
  readonly place: Place;
  /** What changed: an operation, a field, a frame, an entry of a table. */
  readonly subject: string;
  /** How it changed. */
  readonly detail: string;
}

export function finding(rule: Rule, place: Place, subject: string, detail: string): Finding {
  return { rule, place, subject, detail };
}

export function severityOf({ rule }: Finding): Severity {
  return RULES[rule][0];
}

/** The finding without its place, which is how contract-changes.txt approves it. */
export function textOf({ rule, subject, detail }: Finding): string {
  const [severity, side] = RULES[rule];
  return `${severity} ${rule} (${side}): ${subject}: ${detail}`;
}

/** The place at the end of these steps, or as far as they exist. */
export function at(place: Place, ...steps: readonly string[]): Place {
  let here = place;
  for (const step of steps) here = here.find(step) ?? here;
  return here;
}

/** A value as it is shown. */
export function shown(value: unknown): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** `before → after` */
export function change(before: unknown, after: unknown): string {
  return `${shown(before)} → ${shown(after)}`;
}

/** The elements of both lists by key: gone, new, and in both. */
export function pair<T>(
  old: readonly T[],
  next: readonly T[],
  key: (element: T) => string,
): { removed: T[]; added: T[]; kept: [T, T][] } {
  const before = new Map(old.map((element) => [key(element), element]));
  const after = new Map(next.map((element) => [key(element), element]));
  return {
    removed: old.filter((element) => !after.has(key(element))),
    added: next.filter((element) => !before.has(key(element))),
    kept: next.flatMap((element): [T, T][] => {
      const twin = before.get(key(element));
      return twin === undefined ? [] : [[twin, element]];
    }),
  };
}
