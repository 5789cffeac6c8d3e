import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The one row that gives messages their order. A transaction that takes keys holds the row until it commits, so keys
 * become visible in their order, on every node: who has read up to a key has missed nothing before it.
 */
@Entity('message_order')
export class MessageOrderEntity {
  /** Always 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_message_order' })
  id: number;

  /** The last order key given. */
  @Column({ name: 'last_key', type: 'bigint' })
  lastKey: number;
}
