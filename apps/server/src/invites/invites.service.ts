import { Injectable } from '@nestjs/common';
import {
  type CreateInviteInput,
  DialtoneError,
  type Invite,
  type InviteList,
  limits,
  type RevokeInviteInput,
} from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { type FailureLimit, FailureLimits } from '../core/limits/failure-limits.js';
import { networkOf } from '../core/limits/network.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { hashToken, newId, newToken } from '../core/security/tokens.js';
import { UserAdministration } from '../users/user-administration.service.js';
import { UsersService } from '../users/users.service.js';
import type { InviteEntity } from './invite.entity.js';
import { toInviteInfo } from './invite.mapper.js';
import { InvitesRepository } from './invites.repository.js';

/** What an invite is for: a reserved name, somebody's new password, or neither: any name that is free. */
export type InvitePurpose = Pick<InviteEntity, 'userId' | 'resetUserId'>;

@Injectable()
export class InvitesService {
  private readonly guesses: FailureLimit;

  constructor(
    private readonly db: Database,
    private readonly invites: InvitesRepository,
    private readonly users: UsersService,
    private readonly administration: UserAdministration,
    failureLimits: FailureLimits,
  ) {
    this.guesses = failureLimits.of({
      name: 'invites from',
      max: limits.inviteFailuresPerAddress,
      windowSeconds: limits.addressFailureWindowSeconds,
      failures: ['invite_not_found', 'username_taken'],
    });
  }

  /**
   * Creates an invite, for a reserved name, for any that is free, or for somebody's new password. Only the caller ever
   * sees its token.
   *
   * @param admin who makes it, and takes it along when they are disabled; null for the operator
   */
  create(input: CreateInviteInput = {}, admin: Caller | null = null): Promise<Invite> {
    const { user_id: userId = null, reset_user_id: resetUserId = null } = input;
    const token = newToken();
    const expiresAt = secondsFromNow(limits.inviteTtlSeconds);
    return this.db.write(async (tx) => {
      // Who disables one of them at the same time waits here, or is waited for.
      await this.users.lock(tx, ...[admin?.userId, userId, resetUserId].filter((id) => typeof id === 'string'));
      await this.administration.assertAdmin(tx, admin?.userId ?? null);
      if (userId !== null) await this.users.assertReserved(tx, userId);
      if (resetUserId !== null) await this.users.assertRegistered(tx, resetUserId);
      await this.invites.deleteBefore(tx, secondsFromNow(-limits.inviteKeptSeconds));
      const times = { createdAt: now(), expiresAt, usedAt: null };
      const purpose = { userId, resetUserId, createdBy: admin?.userId ?? null };
      await this.invites.insert(tx, { id: newId(), tokenHash: hashToken(token), ...times, ...purpose });
      return { token, expires_at: expiresAt.toISOString() };
    });
  }

  /** Ends the unspent invites that the user made, and those for them, within the caller's transaction. */
  endOf(tx: Transaction, userId: string): Promise<void> {
    return this.invites.deleteOpen(tx, [{ createdBy: userId }, { userId }, { resetUserId: userId }]);
  }

  /** Ends the unspent invites that the user made, within the caller's transaction. */
  endMadeBy(tx: Transaction, userId: string): Promise<void> {
    return this.invites.deleteOpen(tx, [{ createdBy: userId }]);
  }

  /** Ends the unspent invites for the user's new password, within the caller's transaction. */
  endResetsOf(tx: Transaction, userId: string): Promise<void> {
    return this.invites.deleteOpen(tx, [{ resetUserId: userId }]);
  }

  /** The invites that are still kept, newest first. */
  async list(): Promise<InviteList> {
    const invites = await this.invites.listSince(secondsFromNow(-limits.inviteKeptSeconds));
    return { invites: invites.map(toInviteInfo) };
  }

  /**
   * Revokes an invite.
   *
   * @param admin who does; null for the operator
   */
  revoke(input: RevokeInviteInput, admin: Caller | null): Promise<undefined> {
    return this.db.write(async (tx) => {
      if (!(await this.invites.exists(tx, input.invite_id))) throw new DialtoneError('invite_not_found');
      await this.administration.assertAdmin(tx, admin?.userId ?? null);
      if (!(await this.invites.delete(tx, input.invite_id))) throw new DialtoneError('invite_not_found');
      return undefined;
    });
  }

  /**
   * Checks an invite, and then does the rest of a registration.
   *
   * @param address the client's, which may only try a number of unknown invites and taken names
   * @param rest is given what the invite is for, which never changes
   * @throws {DialtoneError} `invite_not_found`, `invite_used`, `invite_expired`, `rate_limited`, or what the rest throws
   */
  attempt<T>(token: string, address: string, rest: (purpose: InvitePurpose) => Promise<T>): Promise<T> {
    return this.guesses.attempt(networkOf(address), async () =>
      rest(openInvite(await this.invites.find(hashToken(token)))),
    );
  }

  /**
   * Spends an invite within the caller's transaction, which has locked the user whom it is for, if it is for one.
   *
   * @throws {DialtoneError} `invite_not_found`, `invite_used`, `invite_expired`
   */
  async spend(tx: Transaction, token: string): Promise<void> {
    const tokenHash = hashToken(token);
    if (await this.invites.use(tx, tokenHash, now())) return;
    openInvite(await this.invites.find(tokenHash, tx));
    throw new DialtoneError('invite_used');
  }
}

function openInvite(invite: InviteEntity | null): InviteEntity {
  if (!invite) throw new DialtoneError('invite_not_found');
  if (invite.usedAt) throw new DialtoneError('invite_used');
  if (invite.expiresAt <= now()) throw new DialtoneError('invite_expired');
  return invite;
}
