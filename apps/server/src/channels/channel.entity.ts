import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A channel; its name is ciphertext. */
@Entity('channels')
export class ChannelEntity {
  @PrimaryColumn({ type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_channels' })
  id: string;

  @Column({ name: 'name_enc', type: 'text' })
  nameEnc: string;

  /** The version of its key that the name is under. */
  @Column({ name: 'name_key_version', type: 'integer', default: 0 })
  nameKeyVersion: number;

  @ForeignKey('users', { name: 'fk_channels_creator' })
  @Index('channels_created_by')
  @Column({ name: 'created_by', type: 'varchar', length: 36 })
  createdBy: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;

  /** Since then the channel is hidden from everyone, and its messages are being deleted. */
  @Column({ name: 'deleted_at', type: 'datetime', precision: 6, nullable: true })
  deletedAt: Date | null;

  /** The present version of its key. */
  @Column({ name: 'key_version', type: 'integer', default: 0 })
  keyVersion: number;

  /** The epoch in which that was made (`KeyEpochEntity`); -1 when somebody has asked for a new one. */
  @Column({ name: 'key_epoch', type: 'integer', default: 0 })
  keyEpoch: number;
}
