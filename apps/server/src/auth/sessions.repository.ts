import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { SessionEntity } from './session.entity.js';

/** Which sessions of a user: all, one, those of a device. */
export type SessionFilter = Partial<Pick<SessionEntity, 'id' | 'userId' | 'deviceId'>>;

@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Database) {}

  async findByToken(tokenHash: string): Promise<SessionEntity | null> {
    const [session] = await selectRows(this.db.read, SessionEntity, 'WHERE token_hash = ?', [tokenHash]);
    return session ?? null;
  }

  findById(id: string): Promise<SessionEntity | null> {
    return this.db.read.findOneBy(SessionEntity, { id });
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
}
