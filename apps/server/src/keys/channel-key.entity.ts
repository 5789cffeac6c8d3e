import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A channel's key, sealed by one device for another. */
@Entity('channel_keys')
export class ChannelKeyEntity {
  @ForeignKey('channels', { name: 'fk_channel_keys_channel', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'channel_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_channel_keys' })
  channelId: string;

  /** The version of the channel's key. */
  @PrimaryColumn({ type: 'integer', default: 0, primaryKeyConstraintName: 'pk_channel_keys' })
  version: number;

  @ForeignKey('devices', { name: 'fk_channel_keys_device', onDelete: 'CASCADE' })
  @Index('channel_keys_device')
  @PrimaryColumn({ name: 'device_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_channel_keys' })
  deviceId: string;

  /** No foreign key: an envelope stays readable after its sender's device is gone. */
  @PrimaryColumn({
    name: 'sender_device_id',
    type: 'varchar',
    length: 36,
    primaryKeyConstraintName: 'pk_channel_keys',
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
