import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThanOrEqual } from 'typeorm';
import { Database } from '../core/database/database.js';
import type { Counter } from '../core/database/data-sources.js';
import type { Transaction } from '../core/database/transaction.js';
import { ChannelEntity } from './channel.entity.js';
import { ChannelKeyVersionEntity } from './channel-key-version.entity.js';
import { KeyEpochEntity } from './key-epoch.entity.js';

const EPOCH: Counter = { table: 'key_epoch', column: 'epoch', id: 1 };

/** The epoch of a channel for which a new key was asked for. */
const ASKED_FOR = -1;

/** What a channel gets with a new version of its key. */
export type NewKey = Pick<ChannelEntity, 'keyVersion' | 'keyEpoch'>;

/** The versions of the channels' keys, and which of them are stale. */
@Injectable()
export class ChannelKeysRepository {
  constructor(private readonly db: Database) {}

  async epoch(tx?: Transaction): Promise<number> {
    const { epoch } = await this.manager(tx).findOneByOrFail(KeyEpochEntity, { id: EPOCH.id });
    return epoch;
  }

  /** Begins an epoch: the keys of all earlier ones are stale. */
  async nextEpoch(tx: Transaction): Promise<void> {
    await this.db.increment(tx, EPOCH, 1);
  }

  /** Makes one channel's key stale; false when it is already, or there is no such channel. */
  async askForNew(tx: Transaction, channelId: string): Promise<boolean> {
    const where = { id: channelId, deletedAt: IsNull(), keyEpoch: MoreThanOrEqual(await this.epoch(tx)) };
    const { affected } = await tx.manager.update(ChannelEntity, where, { keyEpoch: ASKED_FOR });
    return affected === 1;
  }

  find(channelId: string, version: number, tx?: Transaction): Promise<ChannelKeyVersionEntity | null> {
    return this.manager(tx).findOneBy(ChannelKeyVersionEntity, { channelId, version });
  }

  /** Makes the next version the present one; false when another is next, or there is no such channel. */
  async advance(tx: Transaction, channelId: string, key: NewKey): Promise<boolean> {
    const where = { id: channelId, deletedAt: IsNull(), keyVersion: key.keyVersion - 1 };
    const { affected } = await tx.manager.update(ChannelEntity, where, key);
    return affected === 1;
  }

  async insert(tx: Transaction, version: ChannelKeyVersionEntity): Promise<void> {
    await tx.manager.insert(ChannelKeyVersionEntity, version);
  }

  private manager(tx: Transaction | undefined): EntityManager {
    return tx?.manager ?? this.db.read;
  }
}
