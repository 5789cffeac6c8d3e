/** Values that differ from run to run. Tokens, ids and ciphertext stay the same within a page; times only keep their form. */
const KINDS = [
  { name: 'token', form: '(?<![\\w+/=-])[A-Za-z0-9_-]{43}(?![\\w+/=-])', lasting: true },
  { name: 'id', form: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', lasting: true },
  { name: 'ciphertext', form: '(?<=")[A-Za-z0-9+/]{24,}={0,2}(?=")', lasting: true },
  { name: 'time', form: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z', lasting: false },
  { name: 'counter', form: '(?<="counter":)\\d+', lasting: false },
  { name: 'migration', form: '(?<=/)\\d{13}(?=-)', lasting: false },
  { name: 'date', form: '[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT', lasting: false },
  { name: 'clock', form: '(?<![\\d:.])\\d\\d:\\d\\d(?![\\d:])', lasting: false },
] as const;

const ANY = new RegExp(KINDS.map(({ name, form }) => `(?<${name}>${form})`).join('|'), 'g');

/** Maps the example values of a page to those of this run. */
export class ExampleValues {
  private readonly real = new Map<string, string>();

  /** Sets what a text of the page stands for in this run, such as the server's address. */
  set(example: string, real: string): void {
    this.real.set(example, real);
  }

  /** A text of the page, with every example value known so far replaced by the real one. */
  fill(text: string): string {
    let filled = text;
    for (const [example, real] of this.real) filled = filled.replaceAll(example, real);
    return filled;
  }

  /** Does the page's text match what really came? New example values get their real value here. */
  match(expected: string, actual: string): boolean {
    const { pattern, unknown } = this.patternOf(this.fill(expected));
    const values = pattern.exec(actual)?.slice(1);
    if (!values) return false;
    return unknown.every((example, index) => {
      const real = values[index] ?? '';
      if (!this.real.has(example)) this.real.set(example, real);
      return this.real.get(example) === real; // equal values on the page have to be equal in the run
    });
  }

  private patternOf(text: string): { pattern: RegExp; unknown: string[] } {
    const known = new Set(this.real.values());
    const unknown: string[] = [];
    let source = '';
    let end = 0;
    for (const found of text.matchAll(ANY)) {
      const kind = KINDS.find(({ name }) => found.groups?.[name] !== undefined);
      if (!kind || known.has(found[0])) continue;
      source += escape(text.slice(end, found.index)) + (kind.lasting ? `(${kind.form})` : kind.form);
      if (kind.lasting) unknown.push(found[0]);
      end = found.index + found[0].length;
    }
    return { pattern: new RegExp(`^${source}${escape(text.slice(end))}$`), unknown };
  }
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
