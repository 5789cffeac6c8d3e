import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { SessionEntity } from './session.entity.js';

/** Few enough for every database's number of parameters: a user may have thousands, and more from earlier versions. */
const IDS_PER_QUERY = 500;

/** Columns of the users table that say what a user may do. */
const ROLES = ['is_admin', 'is_trusted'] as const;

/** A session and its user's current roles. */
export type SessionWithRoles = SessionEntity & Readonly<Record<(typeof ROLES)[number], boolean>>;

/** Which sessions: all of a user, one of them, or those of a device. */
export type SessionFilter = Partial<Pick<SessionEntity, 'id' | 'userId' | 'deviceId'>>;

@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Database) {}

  findByToken(tokenHash: string): Promise<SessionWithRoles | null> {
    return this.findWithRoles('token_hash = ?', tokenHash);
  }

  findById(id: string): Promise<SessionWithRoles | null> {
    return this.findWithRoles('sessions.id = ?', id);
  }

  /** Locks the session until the transaction ends, so that tickets made at once are counted; false if there is none. */
  async lock(tx: Transaction, id: string): Promise<boolean> {
    const { affected } = await tx.manager.update(SessionEntity, { id }, { id });
    return affected === 1;
  }

  /** Those of these sessions that still exist. */
  async existing(ids: readonly string[]): Promise<Set<string>> {
    const found = await this.db.read.find(SessionEntity, { select: { id: true }, where: { id: In([...ids]) } });
    return new Set(found.map(({ id }) => id));
  }

  /** The user's sessions that are valid at the given time, newest first. */
  listValid(userId: string, at: Date): Promise<SessionEntity[]> {
    const rest = 'WHERE user_id = ? AND expires_at > ? ORDER BY created_at DESC, id DESC';
    return selectRows(this.db.read, SessionEntity, rest, [userId, at]);
  }

  async insert(tx: Transaction, session: SessionEntity): Promise<void> {
    await tx.manager.insert(SessionEntity, session);
  }

  /** The ids of the sessions, newest first. */
  async listIds(tx: Transaction, filter: SessionFilter): Promise<string[]> {
    const found = await tx.manager.find(SessionEntity, {
      select: { id: true },
      where: filter,
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    return found.map(({ id }) => id);
  }

  async delete(tx: Transaction, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
      await tx.manager.delete(SessionEntity, { id: In(ids.slice(from, from + IDS_PER_QUERY)) });
    }
  }

  /** Deletes the user's sessions that expired before the given time. */
  async deleteExpired(tx: Transaction, userId: string, before: Date): Promise<void> {
    await tx.manager.delete(SessionEntity, { userId, expiresAt: LessThan(before) });
  }

  /** One query for session and roles, because every request needs both and each query is a round trip. */
  private async findWithRoles(where: string, value: string): Promise<SessionWithRoles | null> {
    const rest = `JOIN users ON users.id = sessions.user_id WHERE ${where} AND users.disabled_at IS NULL`;
    const [session] = await selectRows(this.db.read, SessionEntity, rest, [value], undefined, ROLES);
    return session ?? null;
  }
}
