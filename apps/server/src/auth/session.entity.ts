import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A session of a user on a device. */
@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn({ type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_sessions' })
  id: string;

  /** SHA-256 of the token; the token itself is stored nowhere. */
  @Index('sessions_token_hash', { unique: true })
  @Column({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  @ForeignKey('users', { name: 'fk_sessions_user', onDelete: 'CASCADE' })
  @Index('sessions_user')
  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @ForeignKey('devices', { name: 'fk_sessions_device', onDelete: 'CASCADE' })
  @Index('sessions_device')
  @Column({ name: 'device_id', type: 'varchar', length: 36 })
  deviceId: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;

  @Index('sessions_expires_at')
  @Column({ name: 'expires_at', type: 'datetime', precision: 6 })
  expiresAt: Date;
}
