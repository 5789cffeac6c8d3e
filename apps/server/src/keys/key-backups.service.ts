import { Injectable } from '@nestjs/common';
import { DialtoneError, type KeyBackup, type PutKeyBackupRequest, type Status } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import { now } from '../core/security/clock.js';
import { UsersService } from '../users/users.service.js';
import { KeyBackupsRepository } from './key-backups.repository.js';
import { toKeyBackup } from './key-backup.mapper.js';

@Injectable()
export class KeyBackupsService {
  constructor(
    private readonly db: Database,
    private readonly backups: KeyBackupsRepository,
    private readonly users: UsersService,
  ) {}

  /**
   * The backup of the caller's keys.
   *
   * @throws {DialtoneError} `backup_not_found`
   */
  async get(caller: Caller): Promise<KeyBackup> {
    const backup = await this.backups.find(caller.userId);
    if (!backup) throw new DialtoneError('backup_not_found');
    return toKeyBackup(backup);
  }

  /**
   * Stores the version that follows the stored one.
   *
   * @throws {DialtoneError} `backup_conflict` when it follows another one
   */
  put(caller: Caller, { version, data }: PutKeyBackupRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.users.lock(tx, caller.userId); // of two devices that write at once, the second sees the first's version
      if ((await this.backups.versionOf(tx, caller.userId)) !== version - 1) throw new DialtoneError('backup_conflict');
      await this.backups.replace(tx, caller.userId, { version, data, updatedAt: now() });
      return { status: 'ok' };
    });
  }

  /**
   * Deletes the backup of the caller's keys.
   *
   * @throws {DialtoneError} `backup_not_found`
   */
  delete(caller: Caller): Promise<undefined> {
    return this.db.write(async (tx) => {
      await this.users.lock(tx, caller.userId);
      if (!(await this.backups.delete(tx, caller.userId))) throw new DialtoneError('backup_not_found');
      return undefined;
    });
  }
}
