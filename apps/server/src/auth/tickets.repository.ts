import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual, Not } from 'typeorm';
import { limits } from '@app/contract';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { TicketEntity } from './ticket.entity.js';

@Injectable()
export class TicketsRepository {
  constructor(private readonly db: Database) {}

  /** Stores a ticket, and deletes the session's expired ones and the oldest that are too many. */
  async insert(tx: Transaction, ticket: TicketEntity, at: Date): Promise<void> {
    const { sessionId } = ticket;
    const kept = await tx.manager.find(TicketEntity, {
      select: { ticketHash: true },
      where: { sessionId, expiresAt: MoreThanOrEqual(at) },
      order: { expiresAt: 'DESC' }, // all live for the same time
      take: limits.ticketsPerSession - 1,
    });
    await tx.manager.delete(TicketEntity, { sessionId, ticketHash: Not(In(kept.map(({ ticketHash }) => ticketHash))) });
    await tx.manager.insert(TicketEntity, ticket);
  }

  /** Is there such a ticket, used or not? It is read only: strangers may ask, and must not hold up those who write. */
  exists(ticketHash: string): Promise<boolean> {
    return this.db.read.existsBy(TicketEntity, { ticketHash });
  }

  /** Uses up a ticket and returns its session's id; null when it is unknown, used or expired. */
  async take(tx: Transaction, ticketHash: string, at: Date): Promise<string | null> {
    const ticket = await tx.manager.findOneBy(TicketEntity, { ticketHash });
    if (!ticket) return null;
    const { affected } = await tx.manager.delete(TicketEntity, { ticketHash }); // only one of two requests deletes it
    return affected === 1 && ticket.expiresAt > at ? ticket.sessionId : null;
  }
}
