import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { bearerToken } from '@app/contract';
import type { Authenticator } from '../../core/access/authenticator.js';
import type { Caller } from '../../core/access/caller.js';
import { isOriginAllowed } from '../../core/access/origins.js';
import type { Database } from '../../core/database/database.js';
import { toDialtoneError } from '../../core/errors/to-dialtone-error.js';
import type { RawErrorCode } from '../../core/http/raw-error.js';

/** The WebSocket subprotocol. Tickets are sent as a second one, because browsers cannot set any other header. */
export const SUBPROTOCOL = 'dialtone';
const TICKET_PREFIX = 'ticket.';

/** Decides on handshakes, before there is a WebSocket. */
export class Handshake {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly allowedOrigins: readonly string[],
    private readonly database: Database,
    private readonly log: Logger,
  ) {}

  /** The caller of a handshake for the WebSocket at `path`, or the error that refuses it. */
  async admit(request: IncomingMessage, path: string): Promise<Caller | RawErrorCode> {
    const { authorization, host, origin } = request.headers;
    if (request.url?.split('?', 1)[0] !== path) return 'not_found';
    if (!isOriginAllowed(origin, host, this.allowedOrigins)) return 'origin_not_allowed';
    try {
      const token = bearerToken(authorization);
      if (token !== null) return (await this.authenticator.authenticate(token)) ?? 'unauthorized';
      const ticket = ticketOf(request);
      return (ticket === null ? null : await this.authenticator.redeemTicket(ticket)) ?? 'unauthorized';
    } catch (error) {
      this.database.refused(error);
      if (toDialtoneError(error).code === 'server_unavailable') return 'server_unavailable';
      this.log.error({ err: error }, 'handshake failed');
      return 'server_error';
    }
  }
}

function ticketOf(request: IncomingMessage): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length) ?? null;
}
