/** What a check of an installation has found. */
export interface Finding {
  /** What it is about, such as `database`. */
  readonly about: string;
  readonly level: 'ok' | 'warning' | 'error';
  /** What is so, in a line without secrets. */
  readonly text: string;
  /** What to do about it; left out where there is nothing to do. */
  readonly advice?: string;
}

/** Makes the findings of one check. */
export class Findings {
  readonly list: Finding[] = [];

  constructor(private readonly about: string) {}

  ok(text: string): void {
    this.list.push({ about: this.about, level: 'ok', text });
  }

  /** It works, and may not for long, or for everybody. */
  warning(text: string, advice: string): void {
    this.list.push({ about: this.about, level: 'warning', text, advice });
  }

  /** It does not work, or data is in danger. */
  error(text: string, advice: string): void {
    this.list.push({ about: this.about, level: 'error', text, advice });
  }

  /** Says that all is well, unless something is not. */
  orOk(text: string): Finding[] {
    if (this.list.length === 0) this.ok(text);
    return this.list;
  }
}
