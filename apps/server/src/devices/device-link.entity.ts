import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A device's request to be linked, and the answer of another device of its user. */
@Entity('device_links')
export class DeviceLinkEntity {
  @ForeignKey('devices', { name: 'fk_device_links_device', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'device_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_device_links' })
  deviceId: string;

  @Column({ type: 'text' })
  request: string;

  @Column({ type: 'text', nullable: true })
  answer: string | null;

  @Index('device_links_expires_at')
  @Column({ name: 'expires_at', type: 'datetime', precision: 6 })
  expiresAt: Date;
}
