import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMap, isSeq, parse, parseDocument } from 'yaml';

/** The one file that a page means; a `*` in its name stands for what differs from run to run. */
export function fileOf(folder: string, path: string): string {
  if (!path.includes('*')) return join(folder, path);
  const [start = '', end = ''] = basename(path).split('*');
  const home = join(folder, dirname(path));
  const [name, ...more] = readdirSync(home).filter((file) => file.startsWith(start) && file.endsWith(end));
  if (name === undefined || more.length > 0) throw new Error(`${path} should be one file`);
  return join(home, name);
}

/**
 * Edits a file as a diff says, hunk by hunk (`@@` stands between them): lines that begin with a space or `-` are there,
 * one after another and only once; those with `+` come in.
 */
export function applyDiff(file: string, diff: string): void {
  let text = readFileSync(file, 'utf8');
  for (const hunk of diff.split('\n@@\n')) {
    const lines = hunk.split('\n');
    const side = (signs: string) =>
      lines.flatMap((line) => (signs.includes(line.charAt(0) || ' ') ? [`${line.slice(1)}\n`] : [])).join('');
    const [before, ...after] = text.split(side(' -'));
    if (before === undefined || after.length !== 1) throw new Error(`${file} should have these lines once:\n${hunk}`);
    text = [before, ...after].join(side(' +'));
  }
  writeFileSync(file, text);
}

/** Adds to a contract file what a page shows of it: keys to maps, items to lists. */
export function addToContract(file: string, text: string): void {
  const source = readFileSync(file, 'utf8');
  const document = parseDocument(source);
  const add = (at: readonly string[], value: unknown): void => {
    const present = document.getIn(at);
    if (present === undefined) document.setIn(at, document.createNode(value));
    else if (isSeq(present) && Array.isArray(value)) for (const item of value) present.add(document.createNode(item));
    else if (at.length > 0 && !isMap(present)) throw new Error(`${at.join('.')} is already there`);
    else for (const [key, child] of Object.entries(value as object)) add([...at, key], child);
  };
  add([], parse(withoutAliases(text, source)));
  writeFileSync(file, document.toString());
}

/** A page may say `*name` for what stands in `x-anchors` of the file. */
function withoutAliases(text: string, source: string): string {
  const { 'x-anchors': anchors = {} } = parse(source) as { 'x-anchors'?: Record<string, object> };
  return text.replace(/(?<=: )\*(\w+)$/gm, (_, name: string) => JSON.stringify(anchors[name]));
}
