import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Transaction } from '../core/database/transaction.js';
import { DeviceCertificateEntity } from './device-certificate.entity.js';

@Injectable()
export class CertificatesRepository {
  /** The certificates that these devices have. */
  listOf(tx: Transaction, deviceIds: readonly string[]): Promise<DeviceCertificateEntity[]> {
    return tx.manager.findBy(DeviceCertificateEntity, { deviceId: In([...deviceIds]) });
  }

  /** Stores certificates; each takes the place of the one that its device has. */
  async put(tx: Transaction, certificates: readonly DeviceCertificateEntity[]): Promise<void> {
    await tx.manager.upsert(DeviceCertificateEntity, [...certificates], ['deviceId']);
  }

  async delete(tx: Transaction, deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length > 0) await tx.manager.delete(DeviceCertificateEntity, { deviceId: In([...deviceIds]) });
  }
}
