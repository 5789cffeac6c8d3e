import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What a user's identity says of one of their devices. Nothing here is checked: it is for clients to judge. */
@Entity('device_certificates')
export class DeviceCertificateEntity {
  @ForeignKey('devices', { name: 'fk_device_certificates_device', onDelete: 'CASCADE' })
  @PrimaryColumn({
    name: 'device_id',
    type: 'varchar',
    length: 36,
    primaryKeyConstraintName: 'pk_device_certificates',
  })
  deviceId: string;

  @Column({ name: 'identity_key', type: 'varchar', length: 44 })
  identityKey: string;

  @Column({ name: 'signing_key', type: 'varchar', length: 44, nullable: true })
  signingKey: string | null;

  @Column({ type: 'integer' })
  generation: number;

  /** In the order in which they were signed, with a space between two. */
  @Column({ type: 'text' })
  capabilities: string;

  /** A text and no time: it must come back exactly as it was signed. */
  @Column({ name: 'signed_at', type: 'varchar', length: 24 })
  signedAt: string;

  @Column({ type: 'varchar', length: 88 })
  signature: string;
}
