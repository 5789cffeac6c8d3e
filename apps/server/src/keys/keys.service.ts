import { Injectable } from '@nestjs/common';
import {
  type ChannelKey,
  type ChannelKeyEnvelope,
  DialtoneError,
  type DirectoryKey,
  type DirectoryKeyEnvelope,
  type GetChannelKeyInput,
  type PutChannelKeysRequest,
  type PutDirectoryKeysRequest,
  type Status,
} from '@app/contract';
import { ChannelsService } from '../channels/channels.service.js';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { DevicesService } from '../devices/devices.service.js';
import type { DirectoryKeyEntity } from './directory-key.entity.js';
import { Envelopes } from './envelopes.js';
import { toChannelKey, toDirectoryKey } from './key.mapper.js';
import { KeysShared } from './keys.events.js';
import { KeysRepository } from './keys.repository.js';
import { Reposts } from './reposts.js';

@Injectable()
export class KeysService {
  constructor(
    private readonly db: Database,
    private readonly keys: KeysRepository,
    private readonly envelopes: Envelopes,
    private readonly reposts: Reposts,
    private readonly channels: ChannelsService,
    private readonly devices: DevicesService,
  ) {}

  /** The channel's key, sealed for the caller's device. */
  async getChannelKey(caller: Caller, input: GetChannelKeyInput): Promise<ChannelKey> {
    await this.channels.assertExists(input.channel_id);
    const key = toChannelKey(input.channel_id, await this.keys.list(caller.deviceId, input.channel_id));
    if (!key) throw new DialtoneError('envelope_not_found');
    return key;
  }

  /** The directory key, sealed for the caller's device; undefined if there is none yet. */
  async getDirectoryKey(caller: Caller): Promise<DirectoryKey | undefined> {
    return toDirectoryKey(await this.keys.list(caller.deviceId));
  }

  putChannelKeys(caller: Caller, { channel_id, envelopes }: PutChannelKeysRequest): Promise<Status> {
    return this.put(caller, envelopes, channel_id);
  }

  putDirectoryKeys(caller: Caller, { envelopes }: PutDirectoryKeysRequest): Promise<Status> {
    return this.put(caller, envelopes);
  }

  private put(caller: Caller, envelopes: readonly EnvelopeInput[], channelId?: string): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.assertOwnDevice(tx, caller, envelopes);
      if (channelId !== undefined) await this.channels.assertExists(channelId, tx);
      const keys = toEntities(envelopes, caller);
      await this.devices.assertExist(
        tx,
        keys.map(({ deviceId }) => deviceId),
      );
      const mayReplace = this.reposts.mayReplace(caller.deviceId, channelId); // remembered of channels that exist alone
      const first = await this.envelopes.put(tx, { caller, keys, channelId, mayReplace });
      if (first.length > 0) tx.publish(new KeysShared(first, channelId));
      return { status: 'ok' };
    });
  }

  /** Envelopes must come from the caller's device, with its registered key, so no device can pose as another. */
  private async assertOwnDevice(tx: Transaction, caller: Caller, envelopes: readonly EnvelopeInput[]): Promise<void> {
    if (envelopes.some((envelope) => envelope.sender_device_id !== caller.deviceId)) {
      throw new DialtoneError('not_your_device');
    }
    const key = await this.devices.findKey(tx, caller.deviceId);
    if (envelopes.some((envelope) => envelope.sender_public_key !== key))
      throw new DialtoneError('sender_key_mismatch');
  }
}

type EnvelopeInput = ChannelKeyEnvelope | DirectoryKeyEnvelope;

/** One entity for each device; of several envelopes for one device, the last one counts. */
function toEntities(envelopes: readonly EnvelopeInput[], { userId }: Caller): DirectoryKeyEntity[] {
  const createdAt = now();
  const byDevice = new Map(
    envelopes.map((envelope) => [
      envelope.device_id,
      {
        deviceId: envelope.device_id,
        senderDeviceId: envelope.sender_device_id,
        senderUserId: userId,
        senderPublicKey: envelope.sender_public_key,
        envelope: envelope.envelope,
        createdAt,
      },
    ]),
  );
  return [...byDevice.values()];
}
