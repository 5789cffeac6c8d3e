import { Injectable } from '@nestjs/common';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { ChannelKeyEntity } from './channel-key.entity.js';
import { DirectoryKeyEntity } from './directory-key.entity.js';

@Injectable()
export class KeysRepository {
  constructor(private readonly db: Database) {}

  findChannelKey(channelId: string, deviceId: string): Promise<ChannelKeyEntity | null> {
    return this.db.read.findOneBy(ChannelKeyEntity, { channelId, deviceId });
  }

  findDirectoryKey(deviceId: string): Promise<DirectoryKeyEntity | null> {
    return this.db.read.findOneBy(DirectoryKeyEntity, { deviceId });
  }

  /** Stores envelopes; each replaces the device's previous one. */
  async putChannelKeys(tx: Transaction, keys: readonly ChannelKeyEntity[]): Promise<void> {
    await tx.manager.upsert(ChannelKeyEntity, [...keys], ['channelId', 'deviceId']);
  }

  /** Stores envelopes; each replaces the device's previous one. */
  async putDirectoryKeys(tx: Transaction, keys: readonly DirectoryKeyEntity[]): Promise<void> {
    await tx.manager.upsert(DirectoryKeyEntity, [...keys], ['deviceId']);
  }
}
