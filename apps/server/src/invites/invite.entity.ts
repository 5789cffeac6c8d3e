import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An invite to this server, valid for one registration. */
@Entity('invites')
export class InviteEntity {
  @PrimaryColumn({ type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_invites' })
  id: string;

  /** SHA-256 of the token; the token itself is stored nowhere. */
  @Index('invites_token_hash', { unique: true })
  @Column({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  @Index('invites_created_at')
  @Column({ name: 'created_at', type: 'datetime', precision: 6 })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'datetime', precision: 6 })
  expiresAt: Date;

  @Column({ name: 'used_at', type: 'datetime', precision: 6, nullable: true })
  usedAt: Date | null;

  /** Whose reserved name it is for; null for any that is free. */
  @Column({ name: 'user_id', type: 'varchar', length: 36, nullable: true })
  userId: string | null;

  /** Whose password it resets; null when it is for a name. */
  @Column({ name: 'reset_user_id', type: 'varchar', length: 36, nullable: true })
  resetUserId: string | null;

  /** The admin who made it; null when it was made with the operator's token, or by an older server. */
  @Column({ name: 'created_by', type: 'varchar', length: 36, nullable: true })
  createdBy: string | null;
}
