import { Injectable } from '@nestjs/common';
import { roomFor } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import type { Transaction } from '../core/database/transaction.js';
import type { DirectoryKeyEntity } from './directory-key.entity.js';
import type { ChannelKeyName } from './key-name.js';
import { type EnvelopesCount, KeysRepository } from './keys.repository.js';

/** What one device posts of a key. */
export interface Posted {
  readonly caller: Pick<Caller, 'userId' | 'deviceId'>;
  /** For different devices. */
  readonly keys: readonly DirectoryKeyEntity[];
  /** Undefined for the directory key. */
  readonly name: ChannelKeyName | undefined;
  /** May the sender's former envelopes be replaced? */
  readonly mayReplace: boolean;
}

/** Decides which of the envelopes that were sealed for a device are kept. */
@Injectable()
export class Envelopes {
  constructor(private readonly keys: KeysRepository) {}

  /** Stores what may be stored, and resolves with the ids of the devices that had no envelope of the key but their own. */
  async put(tx: Transaction, { caller, keys, name, mayReplace }: Posted): Promise<string[]> {
    const deviceIds = keys.map(({ deviceId }) => deviceId);
    const own = await this.keys.listOfSender(tx, deviceIds, caller.userId, name);
    const former = new Map(
      own.filter((key) => key.senderDeviceId === caller.deviceId).map((key) => [key.deviceId, key.envelope]),
    );
    const replacing = keys.filter(
      ({ deviceId, envelope }) => former.has(deviceId) && former.get(deviceId) !== envelope,
    );
    const added = keys.filter(({ deviceId }) => !former.has(deviceId));
    const there = await this.keys.count(tx, idsOf(added), caller.userId, name);
    const roomOf = ({ deviceId, createdAt }: DirectoryKeyEntity) => roomFor(there.get(deviceId) ?? NONE, createdAt);
    const fitting = added.filter((key) => roomOf(key) !== 'none');
    const inPlaceOfOwn = idsOf(fitting.filter((key) => roomOf(key) === 'ownOldest'));
    const inPlaceOfOldest = idsOf(fitting.filter((key) => roomOf(key) === 'oldest'));
    await this.keys.remove(tx, lastOf(own, inPlaceOfOwn), name);
    if (inPlaceOfOldest.length > 0) {
      const all = await this.keys.listFor(tx, inPlaceOfOldest, name);
      await this.keys.remove(tx, lastOf(all, inPlaceOfOldest), name);
    }
    await this.keys.put(tx, mayReplace ? [...replacing, ...fitting] : fitting, name);
    return idsOf(added).filter((deviceId) => (there.get(deviceId) ?? NONE).fromOthers === 0);
  }
}

const NONE: EnvelopesCount = { count: 0, ofSender: 0, fromOthers: 0, oldestAt: new Date(0) };

function idsOf(keys: readonly DirectoryKeyEntity[]): string[] {
  return keys.map(({ deviceId }) => deviceId);
}

/** The last envelope in the list for each of these devices. */
function lastOf(keys: readonly DirectoryKeyEntity[], deviceIds: readonly string[]): DirectoryKeyEntity[] {
  const last = new Map(keys.map((key) => [key.deviceId, key]));
  return deviceIds.flatMap((deviceId) => last.get(deviceId) ?? []);
}
