import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import LibsqlDatabase from 'libsql';
import { makeFolder } from '../config/private-folder.js';
import { driverCode } from './database-errors.js';

/** The part of the driver's connection that is used here. */
interface Lock {
  exec(sql: string): unknown;
  pragma(statement: string): unknown;
  close(): void;
}

/**
 * Takes a lock between processes: a second, locked database. The operating system releases it when its holder dies.
 * Several can hold a shared one at once, but nobody beside an exclusive one.
 *
 * @returns what releases it
 * @throws the driver's `SQLITE_BUSY`, at once, while somebody else holds it
 */
export function takeLock(path: string, { isShared = false } = {}): () => void {
  const lock = new LibsqlDatabase(path) as unknown as Lock;
  try {
    lock.pragma('busy_timeout = 0');
    lock.exec(isShared ? 'BEGIN; SELECT COUNT(*) FROM sqlite_master' : 'BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
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
  makeFolder(dirname(path));
  const file = existsSync(path) ? realpathSync(path) : path; // whatever links lead to it
  try {
    return takeLock(`${file}-server-lock`, { isShared: isConnected });
  } catch (error) {
    if (driverCode(error) === 'SQLITE_BUSY') return null;
    throw error;
  }
}
