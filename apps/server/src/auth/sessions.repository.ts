import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { SessionEntity } from './session.entity.js';

/** What a user may do, as the table of users has it. */
const ROLES = ['is_admin', 'is_trusted'] as const;

/** A session, and what its user may do now. */
export type SessionWithRoles = SessionEntity & Readonly<Record<(typeof ROLES)[number], boolean>>;

/** Which sessions of a user: all, one, those of a device. */
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

  exists(tx: Transaction, id: string): Promise<boolean> {
    return tx.manager.existsBy(SessionEntity, { id });
  }

  /** Of these sessions, those that there still are. */
  async existing(ids: readonly string[]): Promise<Set<string>> {
    const found = await this.db.read.find(SessionEntity, { select: { id: true }, where: { id: In([...ids]) } });
    return new Set(found.map(({ id }) => id));
  }

  /** The user's sessions that are valid at that time, newest first. */
  listValid(userId: string, at: Date): Promise<SessionEntity[]> {
    return this.db.read.find(SessionEntity, {
      where: { userId, expiresAt: MoreThan(at) },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
  }

  async insert(tx: Transaction, session: SessionEntity): Promise<void> {
    await tx.manager.insert(SessionEntity, session);
  }

  /** Deletes the sessions, but for one where given, and answers with their ids. */
  async delete(tx: Transaction, filter: SessionFilter, except?: string): Promise<string[]> {
    const found = await tx.manager.find(SessionEntity, { select: { id: true }, where: filter });
    const ids = found.map(({ id }) => id).filter((id) => id !== except);
    if (ids.length > 0) await tx.manager.delete(SessionEntity, { id: In(ids) });
    return ids;
  }

  /** Forgets the user's sessions that ended before the time given. */
  async deleteExpired(tx: Transaction, userId: string, before: Date): Promise<void> {
    await tx.manager.delete(SessionEntity, { userId, expiresAt: LessThan(before) });
  }

  /** Session and roles with one query: it is part of every request, and each query is a round trip. */
  private async findWithRoles(where: string, value: string): Promise<SessionWithRoles | null> {
    const rest = `JOIN users ON users.id = sessions.user_id WHERE ${where}`;
    const [session] = await selectRows(this.db.read, SessionEntity, rest, [value], undefined, ROLES);
    return session ?? null;
  }
}
