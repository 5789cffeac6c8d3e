/** A contract file: its value, and where in the file each part of it stands. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly root: Place;
  position(path: readonly (string | number)[]): { line: number; column: number };
  /** The other file that a `$ref` names, such as `./openapi.yaml`. */
  neighbour(file: string): Source | undefined;
}

/** One complaint about the contract: its position and the reason. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** The contract breaks its dialect. The message has one line for each complaint: `openapi.yaml:123:5 reason`. */
export class ContractError extends Error {
  constructor(readonly complaints: readonly Complaint[]) {
    super(complaints.map((c) => `${c.file}:${c.line}:${c.column} ${c.reason}`).join('\n'));
    this.name = 'ContractError';
  }
}

/** A value in a contract file that knows where it stands. Every reader throws a ContractError with that position. */
export class Place {
  constructor(
    readonly source: Source,
    readonly value: unknown,
    readonly path: readonly (string | number)[],
  ) {}

  /** The last step of the path: a key, or an index. */
  get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  complaint(reason: string): Complaint {
    return { file: this.source.name, ...this.source.position(this.path), reason };
  }

  fail(reason: string): never {
    throw new ContractError([this.complaint(reason)]);
  }

  get isMap(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  find(key: string): Place | undefined {
    if (!this.isMap || !Object.hasOwn(this.value as object, key)) return undefined;
    return new Place(this.source, (this.value as Record<string, unknown>)[key], [...this.path, key]);
  }

  get(key: string): Place {
    return this.find(key) ?? this.fail(`${key} is missing`);
  }

  /** The values of a map, in the file's order. */
  entries(): Place[] {
    if (!this.isMap) this.fail('expected a map');
    return Object.keys(this.value as object).map((key) => this.get(key));
  }

  items(): Place[] {
    if (!Array.isArray(this.value)) this.fail('expected a list');
    return this.value.map((value, index) => new Place(this.source, value, [...this.path, index]));
  }

  /** Refuses every key that is not named. */
  only(...keys: readonly string[]): this {
    const strange = this.entries().filter((entry) => !keys.includes(entry.key));
    if (strange.length > 0) {
      throw new ContractError(strange.map((entry) => entry.complaint(`${entry.key} is not supported here`)));
    }
    return this;
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('expected a text');
  }

  /** A text that matches the pattern; `what` says what it should be. */
  named(pattern: RegExp, what: string): string {
    return pattern.test(this.text()) ? this.text() : this.fail(`expected ${what}`);
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('expected true or false');
  }

  /** A whole number, 0 or more. */
  count(): number {
    const { value } = this;
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? value
      : this.fail('expected a whole number, 0 or more');
  }

  number(): number {
    const { value } = this;
    return typeof value === 'number' && Number.isFinite(value) ? value : this.fail('expected a number');
  }

  /** Text on one line, or the empty string where there is none. */
  note(key: string): string {
    return this.find(key)?.text().trim() ?? '';
  }

  /** What a `{ $ref }` at this place points at, which must be in `folder` (such as `components/responses`); else itself. */
  follow(folder: string): Place {
    const ref = this.find('$ref');
    if (!ref) return this;
    this.only('$ref');
    const [file, pointer = ''] = ref.text().split('#');
    const source = file === '' ? this.source : this.source.neighbour(file ?? '');
    const steps = pointer.split('/').slice(1);
    if (!source || steps.slice(0, -1).join('/') !== folder) return ref.fail(`expected a $ref into #/${folder}`);
    let place = source.root;
    for (const step of steps) place = place.find(step) ?? ref.fail(`${ref.text()} does not exist`);
    return place;
  }
}

/** Runs every task and collects their complaints, so that one run shows every mistake. */
export class Complaints {
  private readonly all: Complaint[] = [];

  attempt<T>(task: () => T): T | undefined {
    try {
      return task();
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      this.all.push(...error.complaints);
      return undefined;
    }
  }

  add(complaint: Complaint): void {
    this.all.push(complaint);
  }

  throwIfAny(): void {
    if (this.all.length > 0) throw new ContractError(this.all);
  }
}
