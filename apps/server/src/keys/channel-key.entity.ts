import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A channel's key, sealed for one device. */
@Entity('channel_keys')
export class ChannelKeyEntity {
  @ForeignKey('channels', { name: 'fk_channel_keys_channel', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'channel_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_channel_keys' })
  channelId: string;

  @ForeignKey('devices', { name: 'fk_channel_keys_device', onDelete: 'CASCADE' })
  @Index('channel_keys_device')
  @PrimaryColumn({ name: 'device_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_channel_keys' })
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
