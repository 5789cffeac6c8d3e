import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, In } from 'typeorm';
import type { EnvelopesThere } from '@app/contract';
import { Database } from '../core/database/database.js';
import { readTimeText } from '../core/database/time-text.js';
import type { Transaction } from '../core/database/transaction.js';
import { ChannelKeyEntity } from './channel-key.entity.js';
import { DirectoryKeyEntity } from './directory-key.entity.js';
import type { ChannelKeyName } from './key-name.js';

/** The envelopes that there are for a device, in numbers. */
export interface EnvelopesCount extends EnvelopesThere {
  /** How many of them another device has sealed. */
  readonly fromOthers: number;
}

/** The envelopes of a version of a channel's key, or of the directory key if none is named. */
@Injectable()
export class KeysRepository {
  constructor(private readonly db: Database) {}

  /** What was sealed for a device, newest first. */
  list(deviceId: string, name?: ChannelKeyName): Promise<DirectoryKeyEntity[]> {
    return this.find(this.db.read, name, { deviceId });
  }

  /** What a user's devices have sealed for these devices, newest first. */
  listOfSender(
    tx: Transaction,
    deviceIds: readonly string[],
    senderUserId: string,
    name?: ChannelKeyName,
  ): Promise<DirectoryKeyEntity[]> {
    return this.find(tx.manager, name, { deviceId: In([...deviceIds]), senderUserId });
  }

  /** What was sealed for these devices, newest first. */
  listFor(tx: Transaction, deviceIds: readonly string[], name?: ChannelKeyName): Promise<DirectoryKeyEntity[]> {
    return this.find(tx.manager, name, { deviceId: In([...deviceIds]) });
  }

  /** How many envelopes there are, and how many of that user's, for each of these devices that has any, by its id. */
  async count(
    tx: Transaction,
    deviceIds: readonly string[],
    senderUserId: string,
    name?: ChannelKeyName,
  ): Promise<Map<string, EnvelopesCount>> {
    const rows = await tx.manager
      .createQueryBuilder(entityOf(name), 'key')
      .select('key.deviceId', 'deviceId')
      .addSelect('COUNT(*)', 'count')
      .addSelect('SUM(CASE WHEN key.senderUserId = :senderUserId THEN 1 ELSE 0 END)', 'ofSender')
      .addSelect('SUM(CASE WHEN key.senderDeviceId = key.deviceId THEN 0 ELSE 1 END)', 'fromOthers')
      .addSelect('MIN(key.createdAt)', 'oldestAt')
      .where({ deviceId: In([...deviceIds]), ...name })
      .setParameter('senderUserId', senderUserId)
      .groupBy('key.deviceId')
      .getRawMany<{ deviceId: string; count: unknown; ofSender: unknown; fromOthers: unknown; oldestAt: unknown }>();
    return new Map(
      rows.map(({ deviceId, count, ofSender, fromOthers, oldestAt }) => [
        deviceId,
        {
          count: Number(count),
          ofSender: Number(ofSender),
          fromOthers: Number(fromOthers),
          oldestAt: new Date(readTimeText(oldestAt)),
        },
      ]),
    );
  }

  /** Stores envelopes; each replaces the one that its sender's device posted before for the same device. */
  async put(tx: Transaction, keys: readonly DirectoryKeyEntity[], name?: ChannelKeyName): Promise<void> {
    if (keys.length === 0) return;
    if (name === undefined) await tx.manager.upsert(DirectoryKeyEntity, [...keys], ['deviceId', 'senderDeviceId']);
    else {
      const rows = keys.map((key) => Object.assign({ ...name }, key));
      await tx.manager.upsert(ChannelKeyEntity, rows, ['channelId', 'version', 'deviceId', 'senderDeviceId']);
    }
  }

  /** Removes envelopes. */
  async remove(tx: Transaction, keys: readonly DirectoryKeyEntity[], name?: ChannelKeyName): Promise<void> {
    for (const senderDeviceId of new Set(keys.map((key) => key.senderDeviceId))) {
      const deviceIds = keys.filter((key) => key.senderDeviceId === senderDeviceId).map(({ deviceId }) => deviceId);
      const where = { deviceId: In(deviceIds), senderDeviceId };
      if (name === undefined) await tx.manager.delete(DirectoryKeyEntity, where);
      else await tx.manager.delete(ChannelKeyEntity, { ...where, ...name });
    }
  }

  private find(
    manager: EntityManager,
    name: ChannelKeyName | undefined,
    where: FindOptionsWhere<DirectoryKeyEntity>,
  ): Promise<DirectoryKeyEntity[]> {
    const ofKey: FindOptionsWhere<ChannelKeyEntity> = { ...where, ...name };
    return manager.find<DirectoryKeyEntity>(entityOf(name), {
      where: ofKey,
      order: { createdAt: 'DESC', senderDeviceId: 'DESC' },
    });
  }
}

function entityOf(name: ChannelKeyName | undefined): typeof DirectoryKeyEntity | typeof ChannelKeyEntity {
  return name === undefined ? DirectoryKeyEntity : ChannelKeyEntity;
}
