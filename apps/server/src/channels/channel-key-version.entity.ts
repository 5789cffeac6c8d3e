import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What the maker of a version of a channel's key said of it. Version 0 has none. */
@Entity('channel_key_versions')
export class ChannelKeyVersionEntity {
  @ForeignKey('channels', { name: 'fk_channel_key_versions_channel', onDelete: 'CASCADE' })
  @PrimaryColumn({
    name: 'channel_id',
    type: 'varchar',
    length: 36,
    primaryKeyConstraintName: 'pk_channel_key_versions',
  })
  channelId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_channel_key_versions' })
  version: number;

  @Column({ type: 'varchar', length: 44 })
  commitment: string;

  /** The commitment of the version before; null for version 1. */
  @Column({ type: 'varchar', length: 44, nullable: true })
  previous: string | null;

  /** No foreign key: a version stays in use after its maker's device is gone. */
  @Column({ name: 'device_id', type: 'varchar', length: 36 })
  deviceId: string;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ type: 'varchar', length: 88 })
  signature: string;

  @Column({ name: 'made_at', type: 'datetime', precision: 6 })
  madeAt: Date;
}
