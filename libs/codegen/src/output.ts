import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FOLDERS } from './generate.js';

/** How a file on disk differs from what is generated from the contract. */
export interface Difference {
  readonly path: string;
  readonly state: 'differs' | 'missing' | 'stale';
}

/** Compares the generated folders below `root` with these files; writes nothing. */
export function compareFiles(root: string, files: ReadonlyMap<string, string>): Difference[] {
  const differences: Difference[] = [];
  for (const [path, text] of files) {
    if (!existsSync(join(root, path))) differences.push({ path, state: 'missing' });
    else if (readFileSync(join(root, path), 'utf8') !== text) differences.push({ path, state: 'differs' });
  }
  for (const path of present(root)) {
    if (!files.has(path)) differences.push({ path, state: 'stale' });
  }
  return differences;
}

/** Makes the generated folders below `root` hold exactly these files. */
export function writeFiles(root: string, files: ReadonlyMap<string, string>): Difference[] {
  const differences = compareFiles(root, files);
  for (const { path, state } of differences) {
    if (state === 'stale') rmSync(join(root, path));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), files.get(path) ?? '');
    }
  }
  return differences;
}

function present(root: string): string[] {
  return FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length)),
  );
}
