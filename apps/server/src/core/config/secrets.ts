import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './private-folder.js';
import { reasonOf, StartError } from './start-error.js';

/** A secret that is made at the first start, unless its variable is set. */
export interface MadeSecret {
  /** Its file in the data folder. */
  readonly file: string;
  /** The setting that takes its place. */
  readonly setting: string;
}

export const PEPPER_FILE: MadeSecret = { file: 'username-pepper', setting: 'DIALTONE_USERNAME_PEPPER' };
export const ADMIN_TOKEN_FILE: MadeSecret = { file: 'admin-token', setting: 'DIALTONE_ADMIN_TOKEN' };

/**
 * Reads a secret from its file, exactly as it stands there; null when there is none. It writes nothing, so a full disk,
 * a read-only file system or a file of another user is no obstacle.
 *
 * @throws {StartError} when the file is there but cannot be read
 */
export function readSecret(dataDir: string, { file, setting }: MadeSecret): string | null {
  const path = join(dataDir, file);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new StartError(
      `${path} cannot be read (${reasonOf(error)}): let the user of the server read it, or set ${setting}`,
    );
  }
}

/** 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Makes a secret in the data folder, which only the owner can read, and returns it. Of two servers that start at once
 * one makes it, and the other one gets the same.
 *
 * @throws {StartError} when nothing can be written there
 */
export function createSecret(dataDir: string, made: MadeSecret): string {
  return placeSecret(dataDir, made, newSecret());
}

/**
 * Puts a secret into the data folder, for the owner alone, unless there is one already; returns the one that is there.
 *
 * @throws {StartError} when nothing can be written there
 */
export function placeSecret(dataDir: string, { file, setting }: MadeSecret, secret: string): string {
  const path = join(dataDir, file);
  const draft = `${path}.${randomBytes(6).toString('hex')}`; // a process id is not unique: containers share folders
  const options = { mode: 0o600, flush: true, flag: 'wx' };
  const text = `${secret}\n`;
  try {
    makeFolder(dataDir);
    try {
      writeFileSync(draft, text, options);
      linkOrWrite();
    } finally {
      rmSync(draft, { force: true });
    }
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new StartError(
      `DIALTONE_DATA_DIR: ${dataDir} cannot be written (${reasonOf(error)}): name a folder that the server may write, ` +
        `or set ${setting} if the database is elsewhere`,
    );
  }

  /** A link appears with its whole content, and never replaces a file. */
  function linkOrWrite(): void {
    try {
      linkSync(draft, path);
    } catch (error) {
      if (isThere(error)) return;
      // This file system has no hard links.
      try {
        writeFileSync(path, text, options);
      } catch (failure) {
        if (!isThere(failure)) throw failure;
      }
    }
  }
}

function isThere(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}
