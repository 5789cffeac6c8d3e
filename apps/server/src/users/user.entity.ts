import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A registered user, or a reserved name (without a password yet). */
@Entity('users')
@Index('users_created_at', ['createdAt', 'id'])
export class UserEntity {
  @PrimaryColumn({ type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_users' })
  id: string;

  /** HMAC of the name; the name itself is stored nowhere. */
  @Index('users_username_hash', { unique: true })
  @Column({ name: 'username_hash', type: 'varchar', length: 64 })
  usernameHash: string;

  @Column({ name: 'password_hash', type: 'varchar', length: 255, nullable: true })
  passwordHash: string | null;

  @Column({ name: 'is_admin', type: 'boolean' })
  isAdmin: boolean;

  @Column({ name: 'is_trusted', type: 'boolean' })
  isTrusted: boolean;

  /** Since when the user is kept out; null for everyone else. */
  @Column({ name: 'disabled_at', type: 'datetime', precision: 6, nullable: true })
  disabledAt: Date | null;

  @Column({ name: 'profile_name_enc', type: 'text', nullable: true })
  profileNameEnc: string | null;

  @Column({ name: 'profile_updated_at', type: 'datetime', precision: 6, nullable: true })
  profileUpdatedAt: Date | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;
}
