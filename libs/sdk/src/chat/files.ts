import type * as FileSystem from 'node:fs/promises';
import type * as Path from 'node:path';

/** Turns a file system error with one of these codes into undefined, and throws any other. */
export function unless(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes((error as { code?: string }).code ?? '')) throw error;
  };
}

/** Makes a folder that only its owner can enter, and those above it. Node's own way hangs on some file systems. */
export async function makeFolder(fs: typeof FileSystem, path: typeof Path, folder: string): Promise<void> {
  if (await fs.access(folder).then(() => true, unless('ENOENT'))) return;
  const parent = path.dirname(folder);
  if (parent !== folder) await makeFolder(fs, path, parent);
  // Another process may have been faster.
  await fs.mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'));
}
