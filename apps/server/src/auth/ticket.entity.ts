import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A ticket that opens one WebSocket for a session. */
@Entity('tickets')
export class TicketEntity {
  /** SHA-256 of the ticket; the ticket itself is stored nowhere. */
  @PrimaryColumn({ name: 'ticket_hash', type: 'varchar', length: 64, primaryKeyConstraintName: 'pk_tickets' })
  ticketHash: string;

  @ForeignKey('sessions', { name: 'fk_tickets_session', onDelete: 'CASCADE' })
  @Index('tickets_session')
  @Column({ name: 'session_id', type: 'varchar', length: 36 })
  sessionId: string;

  @Column({ name: 'expires_at', type: 'datetime', precision: 6 })
  expiresAt: Date;
}
