import { median } from './stats.js';

/** How big a run is: for the record, to see a trend, or only to prove that the bench works. */
export type Scale = 'full' | 'quick' | 'smoke';

/** What was measured of one server, under one set of conditions. */
export interface Row {
  readonly conditions: string;
  readonly server: string;
  /** By name with unit, such as `CPU µs per delivery`. */
  readonly values: Readonly<Record<string, number>>;
}

/** A goal, and what was reached; lower is better unless the limit is `atLeast`. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  readonly atLeast?: boolean;
}

/** One picture: a bar for each server, and a line where the goal is. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  readonly goal?: number;
}

/** What a bench found. */
export interface Result {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
  readonly charts: readonly Chart[];
  /** Why the figures do not count: something was lost, or the generator was the limit. */
  readonly invalid: readonly string[];
  /** What else was found; shown below the table. */
  readonly notes: readonly string[];
}

/** One bench. */
export type Bench = (scale: Scale) => Promise<Result>;

/** Rounds of the same measurement, each value reduced to its median. */
export class Rounds {
  private readonly taken = new Map<string, { conditions: string; server: string; values: Record<string, number[]> }>();

  add({ conditions, server, values }: Row): void {
    const key = `${conditions}\0${server}`;
    const known = this.taken.get(key) ?? { conditions, server, values: {} };
    this.taken.set(key, known);
    for (const [name, value] of Object.entries(values)) (known.values[name] ??= []).push(value);
  }

  /** Was that server measured under those conditions? */
  has(conditions: string, server: string): boolean {
    return this.taken.has(`${conditions}\0${server}`);
  }

  /** The medians, in the order in which they were first measured. */
  rows(): Row[] {
    return [...this.taken.values()].map(({ conditions, server, values }) => ({
      conditions,
      server,
      values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, median(all)])),
    }));
  }

  /** The median of one value. */
  median(conditions: string, server: string, name: string): number {
    return median(this.taken.get(`${conditions}\0${server}`)?.values[name] ?? []);
  }

  /**
   * The median, over the rounds, of one server's value divided by another's in the same round, so that it does not
   * matter what slows both down for a while.
   */
  ratio(name: string, [conditions, server]: [string, string], [ofConditions, ofServer]: [string, string]): number {
    const values = this.taken.get(`${conditions}\0${server}`)?.values[name] ?? [];
    const others = this.taken.get(`${ofConditions}\0${ofServer}`)?.values[name] ?? [];
    return median(values.map((value, round) => value / (others[round] ?? NaN)));
  }
}

/** By how much a goal is missed, as a factor; 1 or less when it is met. */
export function missedBy({ value, limit, atLeast }: Goal): number {
  if (atLeast) return limit / value;
  return value <= limit ? Math.min(1, value / (limit || 1)) : value / limit;
}

/** The goal in one line. */
export function verdict(goal: Goal): string {
  const missed = missedBy(goal);
  const outcome = missed <= 1 ? 'met' : Number.isNaN(missed) ? 'not measured' : `missed by ${missed.toFixed(2)}x`;
  const sign = goal.atLeast ? '>=' : '<=';
  return `${outcome}: ${goal.what}: ${`${round(goal.value)} ${goal.unit}`.trim()} (goal ${sign} ${String(goal.limit)})`;
}

/** A figure with as many digits as are worth reading. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
