import { Injectable } from '@nestjs/common';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { KeyBackupPartEntity } from './key-backup-part.entity.js';

/** The most characters of a part; they are base64, so as many bytes, and MySQL's `text` holds 65,535 of these. */
const PART_LENGTH = 65_535;

/** The backup of a user's keys. */
export interface StoredBackup {
  readonly version: number;
  readonly data: string;
  readonly updatedAt: Date;
}

@Injectable()
export class KeyBackupsRepository {
  constructor(private readonly db: Database) {}

  /** The user's backup; null when there is none. All parts are read at once, so they are of one version. */
  async find(userId: string): Promise<StoredBackup | null> {
    const parts = await this.db.read.find(KeyBackupPartEntity, { where: { userId }, order: { part: 'ASC' } });
    if (parts.length === 0) return null;
    const [{ version, updatedAt }] = parts;
    return { version, updatedAt, data: parts.map(({ data }) => data).join('') };
  }

  /** The version of the user's backup; 0 when there is none. */
  async versionOf(tx: Transaction, userId: string): Promise<number> {
    const first = await tx.manager.findOne(KeyBackupPartEntity, {
      select: { userId: true, part: true, version: true },
      where: { userId, part: 0 },
    });
    return first?.version ?? 0;
  }

  /** Stores a backup in place of the one before. */
  async replace(tx: Transaction, userId: string, { version, data, updatedAt }: StoredBackup): Promise<void> {
    const parts: KeyBackupPartEntity[] = [];
    for (let from = 0; from < data.length; from += PART_LENGTH) {
      const part = parts.length;
      parts.push({ userId, part, version, data: data.slice(from, from + PART_LENGTH), updatedAt });
    }
    await this.delete(tx, userId);
    await tx.manager.insert(KeyBackupPartEntity, parts);
  }

  /** Deletes the user's backup; false when there is none. */
  async delete(tx: Transaction, userId: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(KeyBackupPartEntity, { userId });
    return (affected ?? 0) > 0;
  }
}
