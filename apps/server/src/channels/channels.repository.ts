import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { ChannelEntity } from './channel.entity.js';

@Injectable()
export class ChannelsRepository {
  constructor(private readonly db: Database) {}

  /** Every channel, newest first. */
  list(): Promise<ChannelEntity[]> {
    return this.db.read.find(ChannelEntity, { order: { createdAt: 'DESC', id: 'DESC' } });
  }

  /** Of the ids given, those that are channels. */
  async existing(ids: readonly string[], tx?: Transaction): Promise<Set<string>> {
    const rows = await (tx?.manager ?? this.db.read).find(ChannelEntity, {
      select: { id: true },
      where: { id: In([...ids]) },
    });
    return new Set(rows.map(({ id }) => id));
  }

  async insert(tx: Transaction, channel: ChannelEntity): Promise<void> {
    await tx.manager.insert(ChannelEntity, channel);
  }

  /** The renamed channel; null when there is no such channel. */
  async rename(tx: Transaction, id: string, nameEnc: string): Promise<ChannelEntity | null> {
    await tx.manager.update(ChannelEntity, { id }, { nameEnc });
    return tx.manager.findOneBy(ChannelEntity, { id });
  }

  /** Deletes a channel with its messages and keys; false when there is no such channel. */
  async delete(tx: Transaction, id: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(ChannelEntity, { id });
    return affected === 1;
  }
}
