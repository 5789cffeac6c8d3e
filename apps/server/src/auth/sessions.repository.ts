import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { SessionEntity } from './session.entity.js';

@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Database) {}

  findByToken(tokenHash: string): Promise<SessionEntity | null> {
    return this.db.read.findOneBy(SessionEntity, { tokenHash });
  }

  async insert(tx: Transaction, session: SessionEntity): Promise<void> {
    await tx.manager.insert(SessionEntity, session);
  }

  /** Forgets the user's sessions that ended before the time given. */
  async deleteExpired(tx: Transaction, userId: string, before: Date): Promise<void> {
    await tx.manager.delete(SessionEntity, { userId, expiresAt: LessThan(before) });
  }
}
