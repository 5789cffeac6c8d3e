/** Fields of a log line that cannot be about a person: the rest is left out, whatever it is. */
const KEPT = [
  'level',
  'time',
  'msg',
  'reason',
  'seconds',
  'refused',
  'migration',
  'version',
  'operation',
  'status',
  'ms',
];
const TIME = /^[\d-]+T[\d:.]+Z$/;
const KEPT_OF_ERRORS = ['type', 'code'];

/** What stands in a text in place of addresses, URLs, names of machines and users, paths and ids. */
const PERSONAL: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '<url>'],
  [/(?<!\w)(?:\/[\w.@+-]+)+\/?/g, '<path>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, '<address>'],
  [/'[^']*'|"[^"]*"|\S+@\S+/g, '<name>'],
  [/(?<![\w.])[\w-]+(?:\.[\w-]+)*:\d{1,5}\b/g, '<address>'],
  [/(?<![\w.])(?:[\w*-]+\.)+[a-z]{2,}\b/gi, '<name>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b[\w-]{32,}\b/g, '<long>'],
];

/** More of a text says nothing more, and takes ever longer to look through. */
const MOST_CHARS = 1000;

/** The last lines of a log in JSON, without what could be about a person; other lines are left out. */
export function harmlessLines(log: string, last: number, names: readonly string[] = []): Record<string, unknown>[] {
  return log
    .trimEnd()
    .split('\n')
    .slice(-last)
    .flatMap((line) => {
      const fields = parse(line);
      return fields ? [harmless(fields, names)] : [];
    });
}

/** A text without addresses, URLs, names of machines and users, paths and ids; nor these names, which nobody would know for one. */
export function harmlessText(text: string, names: readonly string[] = []): string {
  const known = PERSONAL.reduce((result, [pattern, name]) => result.replace(pattern, name), text.slice(0, MOST_CHARS));
  const isKnown = (word: string) => names.includes(word);
  return known.replace(/[\w.-]+/g, (word) => (isKnown(word) ? '<name>' : word));
}

function harmless(fields: Record<string, unknown>, known: readonly string[]): Record<string, unknown> {
  const kept = pick(fields, KEPT, known);
  const { err } = fields;
  return typeof err === 'object' && err !== null
    ? { ...kept, err: pick(err as Record<string, unknown>, KEPT_OF_ERRORS, known) }
    : kept;
}

function pick(
  fields: Record<string, unknown>,
  names: readonly string[],
  known: readonly string[],
): Record<string, unknown> {
  const found = names.filter((name) => ['string', 'number', 'boolean'].includes(typeof fields[name]));
  // The time is no address, though it has colons.
  const valueOf = (name: string) =>
    typeof fields[name] === 'string' && !(name === 'time' && TIME.test(fields[name]))
      ? harmlessText(fields[name], known)
      : fields[name];
  return Object.fromEntries(found.map((name) => [name, valueOf(name)]));
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
