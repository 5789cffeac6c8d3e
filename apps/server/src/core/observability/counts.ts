/**
 * What is counted on hot paths is counted in plain numbers, which cost next to nothing; whoever shows the metrics copies
 * them when somebody looks.
 */
export type Counts<Name extends string> = Record<Name, number>;

/** Nothing counted yet, for each of these names. */
export function zeroes<Name extends string>(names: readonly Name[]): Counts<Name> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Counts<Name>;
}

/** How often values were seen, by size: those up to each bound, and above the one before. */
export class Buckets {
  /** One more than there are bounds: the last is for values above all of them. */
  readonly counts: number[];
  sum = 0;

  /** @param bounds growing */
  constructor(readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > this.bounds[bucket]) bucket++;
    this.counts[bucket]++;
    this.sum += value;
  }

  /** @param startedAt by `performance.now()`; what is observed is the time since then, in seconds */
  observeSince(startedAt: number): void {
    this.observe((performance.now() - startedAt) / 1000);
  }
}
