import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { DeviceEntity } from './device.entity.js';

/** The columns of a device in a list of keys. */
const LISTED = ['id', 'userId', 'publicKey'] as const;
export type ListedDevice = Pick<DeviceEntity, (typeof LISTED)[number]>;

@Injectable()
export class DevicesRepository {
  constructor(private readonly db: Database) {}

  /** A user's devices, or everyone's; oldest first. */
  list(userId?: string): Promise<ListedDevice[]> {
    const [where, parameters] = userId === undefined ? ['', []] : ['WHERE user_id = ?', [userId]];
    return selectRows(this.db.read, DeviceEntity, `${where} ORDER BY created_at, id`, parameters, LISTED);
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
