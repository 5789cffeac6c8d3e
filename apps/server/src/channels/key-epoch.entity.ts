import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The one row that counts how often all channel keys became stale. A channel's key is stale when it was made in an
 * earlier epoch: so a removed device costs one row, however many channels there are.
 */
@Entity('key_epoch')
export class KeyEpochEntity {
  /** Always 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_key_epoch' })
  id: number;

  @Column({ type: 'integer' })
  epoch: number;
}
