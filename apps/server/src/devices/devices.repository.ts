import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectJoined } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { DeviceCertificateEntity } from './device-certificate.entity.js';
import { DeviceEntity } from './device.entity.js';

/** The columns of a device in a list of keys. */
const LISTED = ['id', 'userId', 'publicKey'] as const;

/** A device in a list of keys. */
export interface ListedDevice extends Pick<DeviceEntity, (typeof LISTED)[number]> {
  readonly certificate: DeviceCertificateEntity | null;
}

@Injectable()
export class DevicesRepository {
  constructor(private readonly db: Database) {}

  /** A user's devices, or everyone's; oldest first. */
  async list(userId?: string): Promise<ListedDevice[]> {
    const [where, parameters] = userId === undefined ? ['', []] : ['WHERE user_id = ?', [userId]];
    const rest = `LEFT JOIN device_certificates ON device_id = id ${where} ORDER BY created_at, id`;
    const rows = await selectJoined(this.db.read, [DeviceEntity, LISTED], DeviceCertificateEntity, rest, parameters);
    return rows.map(([device, certificate]) => ({ ...device, certificate }));
  }

  /** The ids of a user's devices. */
  async idsOf(tx: Transaction, userId: string): Promise<Set<string>> {
    const devices = await tx.manager.find(DeviceEntity, { select: { id: true }, where: { userId } });
    return new Set(devices.map(({ id }) => id));
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
