import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { InviteEntity } from './invite.entity.js';

@Injectable()
export class InvitesRepository {
  constructor(private readonly db: Database) {}

  find(tokenHash: string, tx?: Transaction): Promise<InviteEntity | null> {
    return (tx?.manager ?? this.db.read).findOneBy(InviteEntity, { tokenHash });
  }

  async insert(tx: Transaction, invite: InviteEntity): Promise<void> {
    await tx.manager.insert(InviteEntity, invite);
  }

  /** Marks an open invite as used; false when it is not open, or no longer. */
  async use(tx: Transaction, tokenHash: string, at: Date): Promise<boolean> {
    const open = { tokenHash, usedAt: IsNull(), expiresAt: MoreThan(at) };
    const { affected } = await tx.manager.update(InviteEntity, open, { usedAt: at });
    return affected === 1;
  }

  /** The invites created since that time, newest first. */
  listSince(time: Date): Promise<InviteEntity[]> {
    const rest = 'WHERE created_at > ? ORDER BY created_at DESC, id DESC';
    return selectRows(this.db.read, InviteEntity, rest, [time]);
  }

  /** Deletes the invites created before that time. */
  async deleteBefore(tx: Transaction, time: Date): Promise<void> {
    await tx.manager.delete(InviteEntity, { createdAt: LessThan(time) });
  }

  /** Deletes the unspent invites that are any of this. */
  async deleteOpen(
    tx: Transaction,
    which: readonly Partial<Record<'createdBy' | 'userId' | 'resetUserId', string>>[],
  ): Promise<void> {
    const open = { usedAt: IsNull() };
    const where = which.map((one) => ({ ...one, ...open }));
    const found = await tx.manager.find(InviteEntity, { select: { id: true }, where });
    // By their ids, so that nobody's else are locked meanwhile.
    if (found.length > 0) await tx.manager.delete(InviteEntity, { ...open, id: In(found.map(({ id }) => id)) });
  }

  exists(tx: Transaction, id: string): Promise<boolean> {
    return tx.manager.existsBy(InviteEntity, { id });
  }

  /** Deletes an invite; false when there is no such invite. */
  async delete(tx: Transaction, id: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(InviteEntity, { id });
    return affected === 1;
  }
}
