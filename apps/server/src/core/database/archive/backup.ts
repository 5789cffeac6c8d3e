import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { DatabaseConfig } from '../../config/database-url.js';
import { reasonOf } from '../../config/start-error.js';
import { now } from '../../security/clock.js';
import type { Schema } from '../data-sources.js';
import { ArchiveError } from './archive-error.js';
import { stateOf } from './database-state.js';
import { dump, type Sink } from './dump.js';
import { type Manifest, manifestFiles, newManifest, SECRETS_FILE, sha256 } from './manifest.js';
import type { Watch } from './progress.js';
import { withSession } from './session.js';
import { tarEnd, tarEntry } from './tar.js';

export interface BackupOptions extends Watch {
  readonly schema: Schema;
  /** The version of Dialtone, for the manifest. */
  readonly version: string;
  /** Makes the file of the sealed secrets, from what tells the database's pepper. Without it they are not in it. */
  readonly sealSecrets?: (pepperCheck: string | null) => Promise<Buffer>;
}

/** Writes everything that the database holds at one moment into a stream, while it is in use. */
export async function backup(config: DatabaseConfig, to: Writable, options: BackupOptions): Promise<Manifest> {
  const { schema, version, sealSecrets } = options;
  to.on('error', () => undefined); // the write under way fails, and tells
  return withSession(config, async (session) => {
    const madeAt = now();
    const sink: Sink = { write: (file, data) => write(to, tarEntry(file, data, madeAt)) };
    await session.beginSnapshot();
    const { migrations, tables, pepperCheck } = await stateOf(session, schema);
    const secrets = (await sealSecrets?.(pepperCheck)) ?? null;
    if (secrets) await sink.write(SECRETS_FILE, secrets);
    const manifest = newManifest({
      dialtone: version,
      created_at: madeAt.toISOString(),
      store: session.kind,
      migrations,
      pepper_check: pepperCheck,
      secrets: secrets && sha256(secrets),
      tables: await dump(session, tables, sink, options),
    });
    for (const [file, data] of manifestFiles(manifest)) await sink.write(file, data);
    await write(to, tarEnd());
    return manifest;
  });
}

/**
 * The same into a file, which appears under its name when it is whole and on the disk.
 *
 * @param replace may it take the place of a file that is there?
 */
export async function backupToFile(
  config: DatabaseConfig,
  path: string,
  { replace, ...options }: BackupOptions & { readonly replace: boolean },
): Promise<Manifest> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there && !replace) throw new ArchiveError(`${path} exists already`);
  if (there && !there.isFile()) throw new ArchiveError(`${path} is no file: name another one`);
  const draft = `${path}.${randomBytes(6).toString('hex')}.unfinished`;
  const stream = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await once(stream, 'open').catch((error: unknown) => {
      throw new ArchiveError(`${path} cannot be written (${reasonOf(error)})`);
    });
    const manifest = await backup(config, stream, options);
    stream.end();
    await once(stream, 'close');
    if (stream.errored) throw stream.errored;
    await (replace ? rename(draft, path) : linkOrRename(draft, path));
    await syncFolder(dirname(resolve(path)));
    return manifest;
  } finally {
    stream.destroy();
    await rm(draft, { force: true });
  }
}

/** Gives a file its name, and takes it from no other, which somebody may have made meanwhile. */
async function linkOrRename(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new ArchiveError(`${path} exists already`);
    await rename(draft, path); // this file system has no links
  }
}

/** Brings the names in a folder onto the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync().catch(() => undefined); // some file systems cannot
  } finally {
    await folder.close();
  }
}

function write(to: Writable, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(data, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
