import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Transaction } from '../core/database/transaction.js';
import { TicketEntity } from './ticket.entity.js';

@Injectable()
export class TicketsRepository {
  /** Stores a ticket, and clears the session's expired ones away. */
  async insert(tx: Transaction, ticket: TicketEntity, at: Date): Promise<void> {
    await tx.manager.delete(TicketEntity, { sessionId: ticket.sessionId, expiresAt: LessThan(at) });
    await tx.manager.insert(TicketEntity, ticket);
  }

  /** Uses a ticket up and answers with its session; null when it is unknown, used or expired. */
  async take(tx: Transaction, ticketHash: string, at: Date): Promise<string | null> {
    const ticket = await tx.manager.findOneBy(TicketEntity, { ticketHash });
    if (!ticket) return null;
    const { affected } = await tx.manager.delete(TicketEntity, { ticketHash }); // of two at once, one deletes
    return affected === 1 && ticket.expiresAt > at ? ticket.sessionId : null;
  }
}
