import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectJoined } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { ChannelEntity } from './channel.entity.js';
import { ChannelKeyVersionEntity } from './channel-key-version.entity.js';

/** The columns of a channel in the list. */
const LISTED = ['id', 'nameEnc', 'nameKeyVersion', 'createdBy', 'createdAt', 'keyEpoch'] as const;
export type ListedChannel = Pick<ChannelEntity, (typeof LISTED)[number]>;

/** A channel's name, and the version of the key that it is under. */
export type ChannelName = Pick<ChannelEntity, 'nameEnc' | 'nameKeyVersion'>;

/** The present version of each channel's key, joined to the channels. */
const PRESENT_KEY = 'LEFT JOIN channel_key_versions ON channel_id = id AND version = key_version';

/** Only the clean-up sees channels that are marked as deleted. */
const THERE = { deletedAt: IsNull() };

@Injectable()
export class ChannelsRepository {
  constructor(private readonly db: Database) {}

  /** Every channel, newest first, with the present version of its key: null at version 0. */
  list(): Promise<[ListedChannel, ChannelKeyVersionEntity | null][]> {
    const rest = `${PRESENT_KEY} WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC`;
    return selectJoined(this.db.read, [ChannelEntity, LISTED], ChannelKeyVersionEntity, rest, []);
  }

  find(tx: Transaction, id: string): Promise<ChannelEntity | null> {
    return tx.manager.findOneBy(ChannelEntity, { id, ...THERE });
  }

  /** Those of the ids that are channels. */
  async existing(ids: readonly string[], tx?: Transaction): Promise<Set<string>> {
    const rows = await (tx?.manager ?? this.db.read).find(ChannelEntity, {
      select: { id: true },
      where: { id: In([...ids]), ...THERE },
    });
    return new Set(rows.map(({ id }) => id));
  }

  async insert(tx: Transaction, channel: ChannelEntity): Promise<void> {
    await tx.manager.insert(ChannelEntity, channel);
  }

  /** The renamed channel; null when there is no such channel. */
  async rename(tx: Transaction, id: string, name: ChannelName): Promise<ChannelEntity | null> {
    await tx.manager.update(ChannelEntity, { id, ...THERE }, name);
    return this.find(tx, id);
  }

  /** Marks a channel as deleted; false when there is no such channel. */
  async markDeleted(tx: Transaction, id: string, deletedAt: Date): Promise<boolean> {
    const { affected } = await tx.manager.update(ChannelEntity, { id, ...THERE }, { deletedAt });
    return affected === 1;
  }

  /** The channels that are marked as deleted. */
  async listDeleted(): Promise<string[]> {
    const rows = await this.db.read.find(ChannelEntity, { select: { id: true }, where: { deletedAt: Not(IsNull()) } });
    return rows.map(({ id }) => id);
  }

  /** Removes a channel from the database, with its keys and any messages left. */
  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(ChannelEntity, { id });
  }
}
