import { Injectable } from '@nestjs/common';
import { DialtoneError, limits, type Ticket } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import { now, secondsFromNow } from '../core/security/clock.js';
import { hashToken, newToken } from '../core/security/tokens.js';
import { SessionsRepository } from './sessions.repository.js';
import { TicketsRepository } from './tickets.repository.js';

@Injectable()
export class TicketsService {
  constructor(
    private readonly db: Database,
    private readonly tickets: TicketsRepository,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Creates a ticket that opens one WebSocket for the caller's session. */
  create(caller: Caller): Promise<Ticket> {
    const ticket = newToken();
    const expiresAt = secondsFromNow(limits.ticketTtlSeconds);
    return this.db.write(async (tx) => {
      // The session may have ended since the guard let the request in.
      if (!(await this.sessions.lock(tx, caller.sessionId))) throw new DialtoneError('unauthorized');
      const row = { ticketHash: hashToken(ticket), sessionId: caller.sessionId, expiresAt };
      await this.tickets.insert(tx, row, now());
      return { ticket, expires_at: expiresAt.toISOString() };
    });
  }
}
