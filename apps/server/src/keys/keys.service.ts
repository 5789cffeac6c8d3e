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
import { toChannelKey, toDirectoryKey } from './key.mapper.js';
import { KeysShared } from './keys.events.js';
import { KeysRepository } from './keys.repository.js';

@Injectable()
export class KeysService {
  constructor(
    private readonly db: Database,
    private readonly keys: KeysRepository,
    private readonly channels: ChannelsService,
    private readonly devices: DevicesService,
  ) {}

  /** The channel's key, sealed for the caller's device. */
  async getChannelKey(caller: Caller, input: GetChannelKeyInput): Promise<ChannelKey> {
    await this.channels.assertExists(input.channel_id);
    const key = await this.keys.findChannelKey(input.channel_id, caller.deviceId);
    if (!key) throw new DialtoneError('envelope_not_found');
    return toChannelKey(key);
  }

  /** The directory key, sealed for the caller's device; undefined if there is none yet. */
  async getDirectoryKey(caller: Caller): Promise<DirectoryKey | undefined> {
    const key = await this.keys.findDirectoryKey(caller.deviceId);
    return key ? toDirectoryKey(key) : undefined;
  }

  putChannelKeys(caller: Caller, input: PutChannelKeysRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.assertOwnDevice(tx, caller, input.envelopes);
      await this.channels.assertExists(input.channel_id, tx);
      const keys = toEntities(input.envelopes);
      const deviceIds = keys.map(({ deviceId }) => deviceId);
      await this.devices.assertExist(tx, deviceIds);
      await this.keys.putChannelKeys(
        tx,
        keys.map((key) => Object.assign(key, { channelId: input.channel_id })),
      );
      tx.publish(new KeysShared(deviceIds, input.channel_id));
      return { status: 'ok' };
    });
  }

  putDirectoryKeys(caller: Caller, input: PutDirectoryKeysRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.assertOwnDevice(tx, caller, input.envelopes);
      const keys = toEntities(input.envelopes);
      const deviceIds = keys.map(({ deviceId }) => deviceId);
      await this.devices.assertExist(tx, deviceIds);
      await this.keys.putDirectoryKeys(tx, keys);
      tx.publish(new KeysShared(deviceIds));
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
function toEntities(envelopes: readonly EnvelopeInput[]): DirectoryKeyEntity[] {
  const createdAt = now();
  const byDevice = new Map(
    envelopes.map((envelope) => [
      envelope.device_id,
      {
        deviceId: envelope.device_id,
        senderDeviceId: envelope.sender_device_id,
        senderPublicKey: envelope.sender_public_key,
        envelope: envelope.envelope,
        createdAt,
      },
    ]),
  );
  return [...byDevice.values()];
}
