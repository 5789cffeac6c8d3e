import { Injectable } from '@nestjs/common';
import { DialtoneError, type Invite, type InviteList, limits, type RevokeInviteInput } from '@app/contract';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { type FailureLimit, FailureLimits } from '../core/limits/failure-limits.js';
import { networkOf } from '../core/limits/network.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { hashToken, newId, newToken } from '../core/security/tokens.js';
import { UsersService } from '../users/users.service.js';
import type { InviteEntity } from './invite.entity.js';
import { toInviteInfo } from './invite.mapper.js';
import { InvitesRepository } from './invites.repository.js';

@Injectable()
export class InvitesService {
  private readonly guesses: FailureLimit;

  constructor(
    private readonly db: Database,
    private readonly invites: InvitesRepository,
    private readonly users: UsersService,
    failureLimits: FailureLimits,
  ) {
    this.guesses = failureLimits.of({
      name: 'invites from',
      max: limits.inviteFailuresPerAddress,
      windowSeconds: limits.addressFailureWindowSeconds,
      failures: ['invite_not_found', 'username_taken'],
    });
  }

  /** Creates an invite, for a reserved name or for any that is free. Only the caller ever sees its token. */
  create({ user_id: userId = null }: { user_id?: string | null } = {}): Promise<Invite> {
    const token = newToken();
    const expiresAt = secondsFromNow(limits.inviteTtlSeconds);
    return this.db.write(async (tx) => {
      if (userId !== null) await this.users.assertReserved(tx, userId);
      await this.invites.deleteBefore(tx, secondsFromNow(-limits.inviteKeptSeconds));
      const invite = { id: newId(), tokenHash: hashToken(token), createdAt: now(), expiresAt, usedAt: null, userId };
      await this.invites.insert(tx, invite);
      return { token, expires_at: expiresAt.toISOString() };
    });
  }

  /** The invites that are still kept, newest first. */
  async list(): Promise<InviteList> {
    const invites = await this.invites.listSince(secondsFromNow(-limits.inviteKeptSeconds));
    return { invites: invites.map(toInviteInfo) };
  }

  /** Revokes an invite. */
  revoke(input: RevokeInviteInput): Promise<undefined> {
    return this.db.write(async (tx) => {
      if (!(await this.invites.delete(tx, input.invite_id))) throw new DialtoneError('invite_not_found');
      return undefined;
    });
  }

  /**
   * Checks an invite, and then does the rest of a registration.
   *
   * @param address the client's, which may only try a number of unknown invites and taken names
   * @param rest is given whose reserved name the invite is for; null for any that is free
   * @throws {DialtoneError} `invite_not_found`, `invite_used`, `invite_expired`, `rate_limited`, or what the rest throws
   */
  attempt<T>(token: string, address: string, rest: (reservedFor: string | null) => Promise<T>): Promise<T> {
    return this.guesses.attempt(networkOf(address), async () =>
      rest(openInvite(await this.invites.find(hashToken(token))).userId),
    );
  }

  /**
   * Spends an invite within the caller's transaction.
   *
   * @returns whose reserved name the invite is for; null for any that is free
   * @throws {DialtoneError} `invite_not_found`, `invite_used`, `invite_expired`
   */
  async spend(tx: Transaction, token: string): Promise<string | null> {
    const tokenHash = hashToken(token);
    const isSpent = await this.invites.use(tx, tokenHash, now());
    const invite = await this.invites.find(tokenHash, tx);
    if (invite && isSpent) return invite.userId;
    openInvite(invite);
    throw new DialtoneError('invite_used');
  }
}

function openInvite(invite: InviteEntity | null): InviteEntity {
  if (!invite) throw new DialtoneError('invite_not_found');
  if (invite.usedAt) throw new DialtoneError('invite_used');
  if (invite.expiresAt <= now()) throw new DialtoneError('invite_expired');
  return invite;
}
