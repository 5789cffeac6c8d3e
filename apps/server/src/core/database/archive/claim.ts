import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseConfig } from '../../config/database-url.js';
import { claimFile } from '../sqlite-lock.js';
import { ArchiveError } from './archive-error.js';
import { type Session, withSession } from './session.js';

/** How often others are looked for: the connections of a process that was just killed take a moment to end. */
const LOOKS = 10;
const PAUSE_MS = 500;

/**
 * Keeps servers off an embedded database. MySQL knows no such claim.
 *
 * @returns what gives it free
 * @throws {ArchiveError} while a server runs on it
 */
export function claimAlone(config: DatabaseConfig): () => void {
  if (config.kind === 'mysql') return () => undefined;
  const release = claimFile(config.path, false);
  if (!release) throw new ArchiveError(`A server is running on ${config.path}: stop it first`);
  return release;
}

/** @throws {ArchiveError} while somebody else is connected to the MySQL database */
export async function assertAlone(config: DatabaseConfig): Promise<void> {
  if (config.kind === 'sqlite') return;
  await withSession(config, async (session) => {
    for (let look = 1; (await others(session)) > 0; look++) {
      if (look === LOOKS) throw new ArchiveError('Others are connected to the database: stop all servers on it first');
      await delay(PAUSE_MS);
    }
  });
}

async function others(session: Session): Promise<number> {
  const sql = 'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()';
  return (await session.query(sql)).length;
}
