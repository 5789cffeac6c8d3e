import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A device of a user, known by its public key. */
@Entity('devices')
@Index('devices_user_key', ['userId', 'publicKey'], { unique: true })
export class DeviceEntity {
  @PrimaryColumn({ type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_devices' })
  id: string;

  @ForeignKey('users', { name: 'fk_devices_user', onDelete: 'CASCADE' })
  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ name: 'public_key', type: 'varchar', length: 256 })
  publicKey: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;

  /** When it last logged in, or opened or closed a WebSocket, to the hour; null before the first time. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 6, nullable: true })
  lastSeenAt: Date | null;
}
