import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The directory key, sealed by one device for another. */
@Entity('directory_keys')
export class DirectoryKeyEntity {
  @ForeignKey('devices', { name: 'fk_directory_keys_device', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'device_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_directory_keys' })
  deviceId: string;

  /** No foreign key: an envelope stays readable after its sender's device is gone. */
  @PrimaryColumn({
    name: 'sender_device_id',
    type: 'varchar',
    length: 36,
    primaryKeyConstraintName: 'pk_directory_keys',
  })
  senderDeviceId: string;

  /** Null in rows of an older server whose sender was gone already. */
  @Column({ name: 'sender_user_id', type: 'varchar', length: 36, nullable: true })
  senderUserId: string | null;

  @Column({ name: 'sender_public_key', type: 'varchar', length: 256 })
  senderPublicKey: string;

  @Column({ type: 'text' })
  envelope: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;
}
