import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A revision, or what stands in it, that cannot be read. */
export class UnreadableRevision extends Error {
  override name = 'UnreadableRevision';
}

/** The last tag before or at HEAD; undefined where there is none, or no repository. */
export function lastTag(root: string): string | undefined {
  if (!existsSync(join(root, '.git'))) return undefined;
  const { status, out, error } = git(root, 'describe', '--tags', '--abbrev=0');
  if (status === 0) return out.trim();
  if (/No names found|No tags can describe/.test(error)) return undefined;
  throw new UnreadableRevision(`the last tag cannot be found: ${error.trim()}`);
}

/** Throws for what is no commit. */
export function checkRevision(root: string, revision: string): void {
  const { status } = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  if (status !== 0) throw new UnreadableRevision(`git knows no revision ${revision}`);
}

/** The text of a file at a revision that exists; undefined where it had none. */
export function fileAt(root: string, revision: string, file: string): string | undefined {
  const listed = git(root, 'ls-tree', '--name-only', revision, '--', file);
  if (listed.status !== 0) throw new UnreadableRevision(`${revision} cannot be read: ${listed.error.trim()}`);
  if (listed.out === '') return undefined;
  const { status, out, error } = git(root, 'cat-file', 'blob', `${revision}:./${file}`);
  if (status !== 0) throw new UnreadableRevision(`${revision}:${file} cannot be read: ${error.trim()}`);
  return out;
}

function git(root: string, ...args: string[]): { status: number | null; out: string; error: string } {
  // LC_ALL: its messages are told apart above.
  const env = { ...process.env, LC_ALL: 'C' };
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error) throw new UnreadableRevision(`git cannot be run: ${error.message}`);
  return { status, out: stdout, error: stderr };
}
