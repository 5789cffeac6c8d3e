import { Injectable } from '@nestjs/common';
import {
  type Channel,
  type ChannelList,
  type ChannelResponse,
  type CreateChannelRequest,
  type DeleteChannelInput,
  DialtoneError,
  type RenameChannelRequest,
} from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { newId } from '../core/security/tokens.js';
import { UserAdministration } from '../users/user-administration.service.js';
import type { ChannelEntity } from './channel.entity.js';
import { toChannel } from './channel.mapper.js';
import { ChannelKeysService } from './channel-keys.service.js';
import { ChannelDeleted } from './channels.events.js';
import { ChannelsRepository } from './channels.repository.js';
import { DeletedChannels } from './deleted-channels.js';

@Injectable()
export class ChannelsService {
  constructor(
    private readonly db: Database,
    private readonly channels: ChannelsRepository,
    private readonly keys: ChannelKeysService,
    private readonly deleted: DeletedChannels,
    private readonly administration: UserAdministration,
  ) {}

  async list(): Promise<ChannelList> {
    const epoch = await this.keys.epoch();
    return { channels: (await this.channels.list()).map(([channel, key]) => toChannel(channel, key, epoch)) };
  }

  create(caller: Caller, input: CreateChannelRequest): Promise<ChannelResponse> {
    const channel = {
      id: newId(),
      nameEnc: input.name_enc,
      nameKeyVersion: 0,
      createdBy: caller.userId,
      createdAt: now(),
      deletedAt: null,
      keyVersion: 0,
    };
    return this.db.write(async (tx) => {
      await this.administration.assertAdmin(tx, caller.userId);
      const entity = { ...channel, keyEpoch: await this.keys.epoch(tx) };
      await this.channels.insert(tx, entity);
      return { channel: await this.told(tx, entity) };
    });
  }

  rename(caller: Caller, input: RenameChannelRequest): Promise<ChannelResponse> {
    const { channel_id, name_enc, key_version = 0 } = input;
    return this.db.write(async (tx) => {
      await this.administration.assertAdmin(tx, caller.userId);
      await this.keys.versionOf(channel_id, key_version, tx);
      const name = { nameEnc: name_enc, nameKeyVersion: key_version };
      const channel = await this.channels.rename(tx, channel_id, name);
      if (!channel) throw new DialtoneError('channel_not_found');
      return { channel: await this.told(tx, channel) };
    });
  }

  /** Hides the channel from everyone at once; its messages, which may be many, are deleted in the background. */
  delete(caller: Caller, input: DeleteChannelInput): Promise<undefined> {
    return this.db.write(async (tx) => {
      if (!(await this.channels.find(tx, input.channel_id))) throw new DialtoneError('channel_not_found');
      await this.administration.assertAdmin(tx, caller.userId);
      if (!(await this.channels.markDeleted(tx, input.channel_id, now()))) throw new DialtoneError('channel_not_found');
      tx.publish(new ChannelDeleted(input.channel_id));
      return undefined;
    });
  }

  /** Is the channel deleted but not removed yet, as far as this node knows? */
  isDeleted(id: string): boolean {
    return this.deleted.has(id);
  }

  /** As `isDeleted`, and for a minute after the removal: for what was checked or sent before the deletion. */
  wasJustDeleted(id: string): boolean {
    return this.deleted.remembers(id);
  }

  /** The deleted channels that are not removed yet. */
  listDeleted(): Promise<string[]> {
    return this.deleted.read();
  }

  /** Removes a deleted channel, once its messages are gone. */
  async remove(id: string): Promise<void> {
    await this.db.write((tx) => this.channels.remove(tx, id));
    this.deleted.removed(id);
  }

  /** The channel for its caller; everyone else is told of it once the transaction is committed. */
  private async told(tx: Transaction, entity: ChannelEntity): Promise<Channel> {
    const channel = await this.keys.toChannel(tx, entity);
    this.keys.publish(tx, channel);
    return channel;
  }

  /** Those of the ids that are channels. */
  existing(ids: readonly string[], tx?: Transaction): Promise<Set<string>> {
    return this.channels.existing(ids, tx);
  }

  /**
   * Asserts that the channel exists.
   *
   * @throws {DialtoneError} `channel_not_found`
   */
  async assertExists(id: string, tx?: Transaction): Promise<void> {
    if ((await this.channels.existing([id], tx)).size === 0) throw new DialtoneError('channel_not_found');
  }
}
