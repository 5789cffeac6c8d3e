import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { DeviceEntity } from './device.entity.js';

@Injectable()
export class DevicesRepository {
  constructor(private readonly db: Database) {}

  /** A user's devices, or everyone's; oldest first. */
  list(userId?: string): Promise<DeviceEntity[]> {
    return this.db.read.find(DeviceEntity, {
      where: userId === undefined ? {} : { userId },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  findByKey(tx: Transaction, userId: string, publicKey: string): Promise<DeviceEntity | null> {
    return tx.manager.findOneBy(DeviceEntity, { userId, publicKey });
  }

  findById(tx: Transaction, id: string): Promise<DeviceEntity | null> {
    return tx.manager.findOneBy(DeviceEntity, { id });
  }

  /** How many devices a user has. */
  countOf(tx: Transaction, userId: string): Promise<number> {
    return tx.manager.countBy(DeviceEntity, { userId });
  }

  countByIds(tx: Transaction, ids: readonly string[]): Promise<number> {
    return tx.manager.countBy(DeviceEntity, { id: In([...ids]) });
  }

  async insert(tx: Transaction, device: DeviceEntity): Promise<void> {
    await tx.manager.insert(DeviceEntity, device);
  }

  /** Deletes a device; its sessions and envelopes go with it. */
  async delete(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(DeviceEntity, { id });
  }
}
