import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import { selectJoined, selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { DeviceCertificateEntity } from './device-certificate.entity.js';
import { DeviceEntity } from './device.entity.js';

/** The columns of a device in a list of keys. */
const LISTED = ['id', 'userId', 'publicKey'] as const;

/** A device in a list of keys. */
export interface ListedDevice extends Pick<DeviceEntity, (typeof LISTED)[number]> {
  readonly certificate: DeviceCertificateEntity | null;
}

/** The columns of a device in a list of users. */
const SEEN = ['id', 'userId', 'createdAt', 'lastSeenAt'] as const;
export type SeenDevice = Pick<DeviceEntity, (typeof SEEN)[number]>;

/** The users who are disabled, as SQL. */
const DISABLED = 'SELECT id FROM users WHERE disabled_at IS NOT NULL';

@Injectable()
export class DevicesRepository {
  constructor(private readonly db: Database) {}

  /** A user's devices, or those of everyone who is not disabled; oldest first. */
  async list(userId?: string): Promise<ListedDevice[]> {
    const [where, parameters] =
      userId === undefined ? [`WHERE user_id NOT IN (${DISABLED})`, []] : ['WHERE user_id = ?', [userId]];
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

  /** How many of these devices there are, without those of disabled users. */
  countByIds(tx: Transaction, ids: readonly string[]): Promise<number> {
    return tx.manager
      .createQueryBuilder(DeviceEntity, 'device')
      .where('device.id IN (:...ids)', { ids })
      .andWhere(`device.user_id NOT IN (${DISABLED})`)
      .getCount();
  }

  /** The devices of these users, oldest first. */
  listOf(userIds: readonly string[]): Promise<SeenDevice[]> {
    if (userIds.length === 0) return Promise.resolve([]);
    const rest = `WHERE user_id IN (${userIds.map(() => '?').join(', ')}) ORDER BY created_at, id`;
    return selectRows(this.db.read, DeviceEntity, rest, userIds, SEEN);
  }

  /** Those of these devices that were not seen since that time. */
  async listUnseen(ids: readonly string[], since: Date): Promise<string[]> {
    const id = In([...ids]);
    const found = await this.db.read.find(DeviceEntity, {
      select: { id: true },
      where: [
        { id, lastSeenAt: IsNull() },
        { id, lastSeenAt: LessThan(since) },
      ],
    });
    return found.map((device) => device.id);
  }

  async see(tx: Transaction, ids: readonly string[], at: Date): Promise<void> {
    await tx.manager.update(DeviceEntity, { id: In([...ids]) }, { lastSeenAt: at });
  }

  async insert(tx: Transaction, device: DeviceEntity): Promise<void> {
    await tx.manager.insert(DeviceEntity, device);
  }

  /** Deletes a device; its sessions and envelopes go with it. */
  async delete(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(DeviceEntity, { id });
  }
}
