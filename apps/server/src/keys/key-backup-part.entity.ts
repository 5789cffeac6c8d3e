import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/**
 * A part of the backup that a user's devices keep. The whole is longer than the `text` of MySQL, and the two databases
 * have no longer type in common.
 */
@Entity('key_backups')
export class KeyBackupPartEntity {
  @ForeignKey('users', { name: 'fk_key_backups_user', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'user_id', type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_key_backups' })
  userId: string;

  /** Its place in the whole, from 0. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_key_backups' })
  part: number;

  /** The same in all parts. */
  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'text' })
  data: string;

  @Column({ name: 'updated_at', type: 'datetime', precision: 6 })
  updatedAt: Date;
}
