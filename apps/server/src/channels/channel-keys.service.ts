import { Injectable } from '@nestjs/common';
import { type Channel, type ChannelKeyVersion, type CreateKeyVersionRequest, DialtoneError } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import type { ChannelEntity } from './channel.entity.js';
import { toChannel, toKeyVersion } from './channel.mapper.js';
import { ChannelKeysRepository } from './channel-keys.repository.js';
import { ChannelUpdated } from './channels.events.js';
import { ChannelsRepository } from './channels.repository.js';

/** The versions of the channels' keys, and when a channel should get a new one. */
@Injectable()
export class ChannelKeysService {
  constructor(
    private readonly keys: ChannelKeysRepository,
    private readonly channels: ChannelsRepository,
  ) {}

  /** Makes all channels' keys stale: somebody who has them may no longer read. One row, however many channels there are. */
  markAllStale(tx: Transaction): Promise<void> {
    return this.keys.nextEpoch(tx);
  }

  /**
   * Makes one channel's key stale, and tells so unless it was stale already.
   *
   * @throws {DialtoneError} `channel_not_found`
   */
  async markStale(tx: Transaction, channelId: string): Promise<void> {
    const isNews = await this.keys.askForNew(tx, channelId);
    const channel = await this.find(tx, channelId);
    if (isNews) this.publish(tx, await this.toChannel(tx, channel));
  }

  /**
   * Makes the next version of a channel's key the present one; its name stays under the version that it was written with.
   *
   * @param keyEpoch the one that was read before it was checked that the caller may still do so
   * @throws {DialtoneError} `channel_not_found`, `key_version_conflict`
   */
  async advance(tx: Transaction, caller: Caller, input: CreateKeyVersionRequest, keyEpoch: number): Promise<Channel> {
    const { channel_id: channelId, version, commitment, signature } = input;
    const isNext = await this.keys.advance(tx, channelId, { keyVersion: version, keyEpoch });
    const channel = await this.find(tx, channelId);
    if (!isNext) throw new DialtoneError('key_version_conflict');
    const former = await this.keys.find(channelId, version - 1, tx);
    const made = { deviceId: caller.deviceId, userId: caller.userId, signature, madeAt: now() };
    await this.keys.insert(tx, { channelId, version, commitment, previous: former?.commitment ?? null, ...made });
    const updated = await this.toChannel(tx, channel);
    this.publish(tx, updated);
    return updated;
  }

  /**
   * What its maker said of a version of a channel's key; undefined for version 0.
   *
   * @throws {DialtoneError} `channel_not_found`, `key_version_not_found`
   */
  async versionOf(channelId: string, version: number, tx?: Transaction): Promise<ChannelKeyVersion | undefined> {
    if ((await this.channels.existing([channelId], tx)).size === 0) throw new DialtoneError('channel_not_found');
    if (version === 0) return undefined;
    const found = await this.keys.find(channelId, version, tx);
    if (!found) throw new DialtoneError('key_version_not_found');
    return toKeyVersion(found);
  }

  /** The epoch in which a key that is made now is made. */
  epoch(tx?: Transaction): Promise<number> {
    return this.keys.epoch(tx);
  }

  /** The channel as it is told to clients. */
  async toChannel(tx: Transaction, channel: ChannelEntity): Promise<Channel> {
    const key = channel.keyVersion === 0 ? null : await this.keys.find(channel.id, channel.keyVersion, tx);
    return toChannel(channel, key, await this.keys.epoch(tx));
  }

  /** Tells everyone of the channel once the transaction is committed. */
  publish(tx: Transaction, { id, name_enc, key, is_stale, name_key_version }: Channel): void {
    tx.publish(new ChannelUpdated(id, name_enc, key, is_stale, name_key_version));
  }

  private async find(tx: Transaction, channelId: string): Promise<ChannelEntity> {
    const channel = await this.channels.find(tx, channelId);
    if (!channel) throw new DialtoneError('channel_not_found');
    return channel;
  }
}
