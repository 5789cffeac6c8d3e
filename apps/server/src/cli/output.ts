/** Prints the result of a command on standard output: as JSON for scripts, or in words. */
export function print(asJson: boolean | undefined, result: unknown, words: string): void {
  console.log(asJson ? JSON.stringify(result, null, 2) : words);
}

/** Lines up the cells of a table in columns, below a line of titles. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return all.map((row) => line(row).trimEnd()).join('\n');
}
