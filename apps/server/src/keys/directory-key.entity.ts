import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The directory key, sealed for one device. */
@Entity('directory_keys')
export class DirectoryKeyEntity {
  @ForeignKey('devices', { name: 'fk_directory_keys_device', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'device_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_directory_keys' })
  deviceId: string;

  /** No foreign key: an envelope stays readable after its sender's device is gone. */
  @Column({ name: 'sender_device_id', type: 'varchar', length: 36 })
  senderDeviceId: string;

  @Column({ name: 'sender_public_key', type: 'varchar', length: 256 })
  senderPublicKey: string;

  @Column({ type: 'text' })
  envelope: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;
}
