import { Injectable } from '@nestjs/common';
import { type Invite, limits } from '@app/contract';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { hashToken, newToken } from '../core/security/tokens.js';
import type { InviteEntity } from './invite.entity.js';
import { InvitesRepository } from './invites.repository.js';

@Injectable()
export class InvitesService {
  constructor(
    private readonly db: Database,
    private readonly invites: InvitesRepository,
  ) {}

  /** Makes an invite; its token is known only to the caller. */
  create(): Promise<Invite> {
    const token = newToken();
    const expiresAt = secondsFromNow(limits.inviteTtlSeconds);
    return this.db.write(async (tx) => {
      await this.invites.insert(tx, { tokenHash: hashToken(token), createdAt: now(), expiresAt, usedAt: null });
      return { token, expires_at: expiresAt.toISOString() };
    });
  }

  /**
   * Tells early whether an invite would be accepted, before the costly part of a registration.
   *
   * @throws {DialtoneError} `invite_not_found`, `invite_used`, `invite_expired`
   */
  async check(token: string): Promise<void> {
    assertOpen(await this.invites.find(hashToken(token)));
  }

  /**
   * Spends an invite within the caller's transaction.
   *
   * @throws {DialtoneError} `invite_not_found`, `invite_used`, `invite_expired`
   */
  async spend(tx: Transaction, token: string): Promise<void> {
    const tokenHash = hashToken(token);
    if (await this.invites.use(tx, tokenHash, now())) return;
    assertOpen(await this.invites.find(tokenHash, tx));
    throw new DialtoneError('invite_used');
  }
}

function assertOpen(invite: InviteEntity | null): void {
  if (!invite) throw new DialtoneError('invite_not_found');
  if (invite.usedAt) throw new DialtoneError('invite_used');
  if (invite.expiresAt <= now()) throw new DialtoneError('invite_expired');
}
