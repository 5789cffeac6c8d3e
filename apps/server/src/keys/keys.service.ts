import { Injectable } from '@nestjs/common';
import {
  type ChannelKey,
  type ChannelKeyEnvelope,
  type ChannelResponse,
  type CreateKeyVersionRequest,
  DialtoneError,
  type DirectoryKey,
  type DirectoryKeyEnvelope,
  type OperationInput,
  type PutChannelKeysRequest,
  type PutDirectoryKeysRequest,
  type RequestRotationRequest,
  type Status,
} from '@app/contract';
import { ChannelKeysService } from '../channels/channel-keys.service.js';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { DevicesService } from '../devices/devices.service.js';
import { UsersService } from '../users/users.service.js';
import type { DirectoryKeyEntity } from './directory-key.entity.js';
import { Envelopes } from './envelopes.js';
import { toChannelKey, toDirectoryKey } from './key.mapper.js';
import type { ChannelKeyName } from './key-name.js';
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
    private readonly channelKeys: ChannelKeysService,
    private readonly devices: DevicesService,
    private readonly users: UsersService,
  ) {}

  /** A version of the channel's key, sealed for the caller's device. */
  async getChannelKey(caller: Caller, { channel_id, version }: OperationInput<'getChannelKey'>): Promise<ChannelKey> {
    const made = await this.channelKeys.versionOf(channel_id, version);
    const envelopes = await this.keys.list(caller.deviceId, { channelId: channel_id, version });
    const key = toChannelKey(channel_id, made, envelopes);
    if (!key) throw new DialtoneError('envelope_not_found');
    return key;
  }

  /** The directory key, sealed for the caller's device; undefined if there is none yet. */
  async getDirectoryKey(caller: Caller): Promise<DirectoryKey | undefined> {
    return toDirectoryKey(await this.keys.list(caller.deviceId));
  }

  putChannelKeys(caller: Caller, input: PutChannelKeysRequest): Promise<Status> {
    const { channel_id: channelId, version = 0, envelopes } = input;
    return this.db.write(async (tx) => {
      await this.assertOwnDevice(tx, caller, envelopes);
      await this.channelKeys.versionOf(channelId, version, tx);
      return this.put(tx, caller, envelopes, { channelId, version });
    });
  }

  putDirectoryKeys(caller: Caller, { envelopes }: PutDirectoryKeysRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.assertOwnDevice(tx, caller, envelopes);
      return this.put(tx, caller, envelopes);
    });
  }

  /** Makes the next version of the channel's key the present one, and stores its envelopes. */
  createKeyVersion(caller: Caller, input: CreateKeyVersionRequest): Promise<ChannelResponse> {
    const { channel_id: channelId, version, envelopes } = input;
    return this.db.write(async (tx) => {
      // Before all checks: who is removed or disabled from now on makes this version stale too.
      const epoch = await this.channelKeys.epoch(tx);
      await this.users.assertEnabled(tx, caller.userId);
      await this.assertOwnDevice(tx, caller, envelopes);
      const channel = await this.channelKeys.advance(tx, caller, input, epoch);
      await this.put(tx, caller, envelopes, { channelId, version });
      return { channel };
    });
  }

  /** Marks the channel as one that should get a new key. */
  requestRotation({ channel_id }: RequestRotationRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.channelKeys.markStale(tx, channel_id);
      return { status: 'ok' };
    });
  }

  /** Stores envelopes of a key that exists. */
  private async put(
    tx: Transaction,
    caller: Caller,
    envelopes: readonly EnvelopeInput[],
    name?: ChannelKeyName,
  ): Promise<Status> {
    const keys = toEntities(envelopes, caller);
    await this.devices.assertExist(
      tx,
      keys.map(({ deviceId }) => deviceId),
    );
    // Only here, where the key is known to exist: it is remembered.
    const mayReplace = this.reposts.mayReplace(caller.deviceId, name?.channelId, name?.version);
    const first = await this.envelopes.put(tx, { caller, keys, name, mayReplace });
    if (first.length > 0) tx.publish(new KeysShared(first, name?.channelId, name?.version));
    return { status: 'ok' };
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
