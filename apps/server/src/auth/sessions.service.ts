import { Injectable } from '@nestjs/common';
import { DialtoneError, type EndSessionsInput, limits, type SessionList, type Status } from '@app/contract';
import { Authenticator } from '../core/access/authenticator.js';
import { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { hashToken, newId, newToken } from '../core/security/tokens.js';
import { type NewSession, toSessionInfo } from './session.mapper.js';
import { SessionsEnded } from './sessions.events.js';
import { type SessionFilter, SessionsRepository, type SessionWithRoles } from './sessions.repository.js';
import { TicketsRepository } from './tickets.repository.js';

@Injectable()
export class SessionsService implements Authenticator {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionsRepository,
    private readonly tickets: TicketsRepository,
  ) {}

  async authenticate(token: string): Promise<Caller | null> {
    return toCaller(await this.sessions.findByToken(hashToken(token)));
  }

  async redeemTicket(ticket: string): Promise<Caller | null> {
    const hash = hashToken(ticket);
    if (!(await this.tickets.exists(hash))) return null;
    const sessionId = await this.db.write((tx) => this.tickets.take(tx, hash, now()));
    return sessionId === null ? null : toCaller(await this.sessions.findById(sessionId));
  }

  /** Those of these sessions that have not been ended. */
  existing(ids: readonly string[]): Promise<Set<string>> {
    return this.sessions.existing(ids);
  }

  /**
   * Creates a session within the caller's transaction, which has locked the user, so that logins at once are counted.
   * Deletes the user's expired sessions, and ends the device's oldest that are too many.
   */
  async create(tx: Transaction, userId: string, deviceId: string): Promise<NewSession> {
    const token = newToken();
    const createdAt = now();
    const expiresAt = secondsFromNow(limits.sessionTtlSeconds);
    await this.sessions.deleteExpired(tx, userId, createdAt);
    const siblings = await this.sessions.listIds(tx, { deviceId });
    await this.endAll(tx, siblings.slice(limits.sessionsPerDevice - 1));
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

  /**
   * A user's valid sessions, newest first.
   *
   * @param currentId of the session that asks; null for the operator
   */
  async list(userId: string, currentId: string | null): Promise<SessionList> {
    const sessions = await this.sessions.listValid(userId, now());
    return { sessions: sessions.map((session) => toSessionInfo(session, currentId)) };
  }

  /** Ends the caller's session. */
  logout(caller: Caller): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.end(tx, { id: caller.sessionId });
      return { status: 'ok' };
    });
  }

  /** Ends one of the caller's sessions, or all but the current one. */
  endChosen(caller: Caller, input: EndSessionsInput): Promise<undefined> {
    const { userId, sessionId } = caller;
    return this.db.write(async (tx) => {
      if (input.session_id === undefined) await this.end(tx, { userId }, sessionId);
      else if (!(await this.end(tx, { userId, id: input.session_id }))) throw new DialtoneError('session_not_found');
      return undefined;
    });
  }

  /** Ends sessions, all but `except`, within the caller's transaction; false when there were none. */
  async end(tx: Transaction, filter: SessionFilter, except?: string): Promise<boolean> {
    const ids = await this.sessions.listIds(tx, filter);
    return this.endAll(
      tx,
      ids.filter((id) => id !== except),
    );
  }

  private async endAll(tx: Transaction, ids: readonly string[]): Promise<boolean> {
    if (ids.length === 0) return false;
    await this.sessions.delete(tx, ids);
    tx.publish(new SessionsEnded(ids));
    return true;
  }
}

function toCaller(session: SessionWithRoles | null): Caller | null {
  if (!session || session.expiresAt <= now()) return null;
  const { userId, deviceId, id, expiresAt, is_admin: isAdmin, is_trusted: isTrusted } = session;
  return new Caller(userId, deviceId, id, isAdmin, isTrusted, expiresAt);
}
