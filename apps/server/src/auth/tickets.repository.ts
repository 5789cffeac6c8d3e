import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Transaction } from '../core/database/transaction.js';
import { TicketEntity } from './ticket.entity.js';

@Injectable()
export class TicketsRepository {
  /** Stores a ticket, and deletes the session's expired ones. */
  async insert(tx: Transaction, ticket: TicketEntity, at: Date): Promise<void> {
    await tx.manager.delete(TicketEntity, { sessionId: ticket.sessionId, expiresAt: LessThan(at) });
    await tx.manager.insert(TicketEntity, ticket);
  }

  /** Uses up a ticket and returns its session's id; null when it is unknown, used or expired. */
  async take(tx: Transaction, ticketHash: string, at: Date): Promise<string | null> {
    const ticket = await tx.manager.findOneBy(TicketEntity, { ticketHash });
    if (!ticket) return null;
    const { affected } = await tx.manager.delete(TicketEntity, { ticketHash }); // only one of two requests deletes it
    return affected === 1 && ticket.expiresAt > at ? ticket.sessionId : null;
  }
}
