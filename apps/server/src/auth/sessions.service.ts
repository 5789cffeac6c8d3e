import { Injectable } from '@nestjs/common';
import { limits } from '@app/contract';
import { Authenticator } from '../core/access/authenticator.js';
import { Caller } from '../core/access/caller.js';
import type { Transaction } from '../core/database/transaction.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { hashToken, newId, newToken } from '../core/security/tokens.js';
import { UsersService } from '../users/users.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** A session just made: the only moment when its token is known. */
export interface NewSession {
  readonly token: string;
  readonly expiresAt: Date;
}

@Injectable()
export class SessionsService implements Authenticator {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersService,
  ) {}

  async authenticate(token: string): Promise<Caller | null> {
    const session = await this.sessions.findByToken(hashToken(token));
    if (!session || session.expiresAt <= now()) return null;
    const roles = await this.users.findRoles(session.userId);
    return roles && new Caller(session.userId, session.deviceId, session.id, roles.isAdmin, roles.isTrusted);
  }

  /** Makes a session within the caller's transaction, and clears the user's old ones away. */
  async create(tx: Transaction, userId: string, deviceId: string): Promise<NewSession> {
    const token = newToken();
    const createdAt = now();
    const expiresAt = secondsFromNow(limits.sessionTtlSeconds);
    await this.sessions.deleteExpired(tx, userId, createdAt);
    await this.sessions.insert(tx, {
      id: newId(),
      tokenHash: hashToken(token),
      userId,
      deviceId,
      createdAt,
      expiresAt,
    });
    return { token, expiresAt };
  }
}
