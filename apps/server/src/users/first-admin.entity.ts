import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The one row that says who became the first admin; its primary key ensures that only one user can. */
@Entity('first_admin')
export class FirstAdminEntity {
  /** Always 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_first_admin' })
  id: number;

  @ForeignKey('users', { name: 'fk_first_admin_user', onDelete: 'CASCADE' })
  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;
}
