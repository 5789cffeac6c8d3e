import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { DeviceEntity } from './device.entity.js';
import { DeviceLinkEntity } from './device-link.entity.js';

@Injectable()
export class LinksRepository {
  constructor(private readonly db: Database) {}

  /** The request of a device of the user's; null when there is none, or it expired before that time. */
  async find(deviceId: string, userId: string, at: Date, tx?: Transaction): Promise<DeviceLinkEntity | null> {
    const manager = tx?.manager ?? this.db.read;
    if (!(await manager.existsBy(DeviceEntity, { id: deviceId, userId }))) return null;
    return manager.findOneBy(DeviceLinkEntity, { deviceId, expiresAt: MoreThan(at) });
  }

  /** Stores a request in place of the device's from before, and deletes everyone's that have expired. */
  async put(tx: Transaction, link: DeviceLinkEntity, at: Date): Promise<void> {
    await tx.manager.delete(DeviceLinkEntity, { expiresAt: LessThanOrEqual(at) });
    await tx.manager.upsert(DeviceLinkEntity, link, ['deviceId']);
  }

  async setAnswer(tx: Transaction, deviceId: string, answer: string): Promise<void> {
    await tx.manager.update(DeviceLinkEntity, { deviceId }, { answer });
  }
}
