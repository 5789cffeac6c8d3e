import { Injectable } from '@nestjs/common';
import { DialtoneError, type PutDeviceCertificatesRequest, replacedBy, type Status } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { UsersService } from '../users/users.service.js';
import { toCertificate, toCertificateEntity } from './certificate.mapper.js';
import { CertificatesRepository } from './certificates.repository.js';
import { DevicesCertified } from './devices.events.js';
import { DevicesRepository } from './devices.repository.js';

@Injectable()
export class CertificatesService {
  constructor(
    private readonly db: Database,
    private readonly certificates: CertificatesRepository,
    private readonly devices: DevicesRepository,
    private readonly users: UsersService,
  ) {}

  /**
   * Stores certificates of the caller's devices, all of them or none.
   *
   * @throws {DialtoneError} `device_not_found`, `not_your_user`, `identity_mismatch`, `certificate_outdated`, or
   *   `invalid_request` for a device that is named twice
   */
  put(caller: Caller, input: PutDeviceCertificatesRequest): Promise<Status> {
    const { certificates: added, reset_identity: isReset = false } = input;
    const named = added.map(({ device_id }) => device_id);
    return this.db.write(async (tx) => {
      await this.users.lock(tx, caller.userId); // of two devices that bring an identity at once, the first one wins
      const own = await this.devices.idsOf(tx, caller.userId);
      // The device may have been removed since the guard let the request in.
      if (!own.has(caller.deviceId)) throw new DialtoneError('unauthorized');
      await this.assertOwn(tx, named, own);
      const stored = await this.certificates.listOf(tx, [...own]);
      const there = stored.map((one) => ({ device_id: one.deviceId, ...toCertificate(one) }));
      await this.certificates.delete(tx, replacedBy(added, there, isReset));
      await this.certificates.put(tx, added.map(toCertificateEntity));
      tx.publish(new DevicesCertified(caller.userId, named));
      return { status: 'ok' };
    });
  }

  private async assertOwn(tx: Transaction, named: readonly string[], own: ReadonlySet<string>): Promise<void> {
    const others = [...new Set(named)].filter((id) => !own.has(id));
    if (others.length === 0) return;
    const areDevices = (await this.devices.countByIds(tx, others)) === others.length;
    throw new DialtoneError(areDevices ? 'not_your_user' : 'device_not_found');
  }
}
