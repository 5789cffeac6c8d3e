import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The one row that messages get their order keys from. A transaction that takes keys locks the row until it commits, so
 * keys become visible in order, on every node: whoever has read up to a key has missed nothing before it.
 */
@Entity('message_order')
export class MessageOrderEntity {
  /** Always 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_message_order' })
  id: number;

  /** The last order key that was taken. */
  @Column({ name: 'last_key', type: 'bigint' })
  lastKey: number;
}
