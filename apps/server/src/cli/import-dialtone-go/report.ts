import { table as columns } from '../output.js';
import { MENDED, type MendRule, REFUSED, type RefusalRule } from './rules.js';

/** What became of the rows of a table. `read` is the sum of the others, but for `mended`: those were taken over. */
export interface TableReport {
  readonly read: number;
  readonly taken_over: number;
  readonly already_there: number;
  readonly mended: Partial<Record<MendRule, number>>;
  readonly refused: Partial<Record<RefusalRule, number>>;
}

/** The outcome of a takeover. */
export interface Report {
  readonly dry_run: boolean;
  /** Those of dialtone-go who can log in. */
  readonly admins: number;
  readonly tables: Readonly<Record<string, TableReport>>;
}

/** Counts what becomes of the rows of a table. */
export class Tally {
  read = 0;
  private taken = 0;
  private there = 0;
  private readonly mendedBy = new Map<MendRule, number>();
  private readonly refusedBy = new Map<RefusalRule, number>();

  refuse(rule: RefusalRule, count = 1): void {
    this.refusedBy.set(rule, (this.refusedBy.get(rule) ?? 0) + count);
  }

  isThere(): void {
    this.there += 1;
  }

  take(mended: Iterable<MendRule>): void {
    this.taken += 1;
    for (const rule of mended) this.mendedBy.set(rule, (this.mendedBy.get(rule) ?? 0) + 1);
  }

  report(): TableReport {
    return {
      read: this.read,
      taken_over: this.taken,
      already_there: this.there,
      mended: inOrder(MENDED, this.mendedBy),
      refused: inOrder(REFUSED, this.refusedBy),
    };
  }
}

/** The counts in the order of the rules, whichever was met first. */
function inOrder<R extends string>(rules: Readonly<Record<R, string>>, counts: ReadonlyMap<R, number>) {
  const counted = (Object.keys(rules) as R[]).filter((rule) => counts.has(rule));
  return Object.fromEntries(counted.map((rule) => [rule, counts.get(rule)])) as Partial<Record<R, number>>;
}

/** The report for people. */
export function inWords({ dry_run, admins, tables }: Report): string {
  const rows = Object.entries(tables).map(([name, { read, taken_over, already_there, mended, refused }]) =>
    [name, read, taken_over, already_there, sum(mended), sum(refused)].map(String),
  );
  const reasons = Object.entries(tables).flatMap(([name, { mended, refused }]) => [
    ...Object.entries(mended).map(([rule, count]) => `${name}: ${count} mended, ${MENDED[rule as MendRule]}`),
    ...Object.entries(refused).map(([rule, count]) => `${name}: ${count} refused, ${REFUSED[rule as RefusalRule]}`),
  ]);
  const parts = [
    dry_run ? 'Nothing was written. This is what would happen:' : 'Taken over from dialtone-go:',
    columns(['TABLE', 'READ', dry_run ? 'TO TAKE OVER' : 'TAKEN OVER', 'ALREADY THERE', 'MENDED', 'REFUSED'], rows),
    reasons.join('\n'),
    adminsInWords(admins),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function adminsInWords(count: number): string {
  if (count === 0) return 'dialtone-go has no admin who can log in. Make one with: dialtone user grant <name> admin';
  return count === 1 ? 'dialtone-go has 1 admin.' : `dialtone-go has ${String(count)} admins, all of whom are kept.`;
}

function sum(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}
