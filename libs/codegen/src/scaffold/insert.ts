/** The text with an import line in its place among those that are there, by the paths that they name. */
export function insertImport(text: string, line: string): string {
  const lines = text.split('\n');
  const isImport = (candidate: string) => candidate.startsWith('import ');
  const later = lines.findIndex((candidate) => isImport(candidate) && rankOf(candidate) > rankOf(line));
  const last = lines.findLastIndex(isImport);
  lines.splice(later === -1 ? last + 1 : later, 0, line);
  return lines.join('\n');
}

/**
 * The text with a line at the end of the list that begins with `start`; null where there is no such list.
 *
 * @param end what closes the list, at the start of a line
 */
export function insertLast(text: string, start: string, end: string, line: string): string | null {
  const from = text.indexOf(start);
  const to = from === -1 ? -1 : text.indexOf(`\n${end}`, from);
  return to === -1 ? null : `${text.slice(0, to)}\n${line}${text.slice(to)}`;
}

/** Import lines in their order, as text. */
export function sortImports(lines: readonly string[]): string {
  return [...lines].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)).join('\n');
}

/** Packages first, then outer folders, then neighbours; each by the path. */
function rankOf(line: string): string {
  const path = /from '([^']+)'/.exec(line)?.[1] ?? '';
  const group = path.startsWith('./') ? 2 : path.startsWith('../') ? 1 : 0;
  return `${group} ${path}`;
}
