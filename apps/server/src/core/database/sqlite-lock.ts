import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import LibsqlDatabase from 'libsql';
import { driverCode } from './database-errors.js';

/** The part of the driver's connection that is used here. */
interface Lock {
  exec(sql: string): unknown;
  pragma(statement: string): unknown;
  close(): void;
}

/** A lock: the file that stands for it, and how long to wait while somebody else holds it. */
export interface LockOptions {
  readonly path: string;
  readonly isShared: boolean;
  readonly waitMs: number;
}

/**
 * Takes a lock between processes: a second, locked database. The operating system releases it when its holder dies.
 * Several can hold a shared one at once, but nobody beside an exclusive one.
 *
 * @returns what releases it; null when somebody else holds it
 */
export function takeLock({ path, isShared, waitMs }: LockOptions): (() => void) | null {
  const lock = new LibsqlDatabase(path) as unknown as Lock;
  try {
    lock.pragma(`busy_timeout = ${String(waitMs)}`);
    lock.exec(isShared ? 'BEGIN; SELECT COUNT(*) FROM sqlite_master' : 'BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (driverCode(error) === 'SQLITE_BUSY') return null;
    throw error;
  }
  return () => {
    lock.exec('COMMIT'); // releases the lock now; closing may do so only later
    lock.close();
  };
}

/**
 * Claims a database file for a server. Those that are connected by Redis share it; one that is not has to be alone,
 * because clients of two servers that do not know of each other would not hear each other.
 *
 * @returns what gives it free; null when it is in use
 */
export function claimFile(path: string, isConnected: boolean): (() => void) | null {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = existsSync(path) ? realpathSync(path) : path; // whatever links lead to it
  return takeLock({ path: `${file}-server-lock`, isShared: isConnected, waitMs: 0 });
}
