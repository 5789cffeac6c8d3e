import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { bearerToken } from '@app/contract';
import type { Authenticator } from '../../core/access/authenticator.js';
import type { Caller } from '../../core/access/caller.js';
import { isOriginAllowed } from '../../core/access/origins.js';
import { toDialtoneError } from '../../core/errors/to-dialtone-error.js';
import type { Config } from '../../core/config/config.js';
import type { RawErrorCode } from '../../core/http/raw-error.js';
import { HandshakeRates } from './handshake-rate.js';

/** The WebSocket subprotocol. Tickets are sent as a second one, because browsers cannot set any other header. */
export const SUBPROTOCOL = 'dialtone';
const TICKET_PREFIX = 'ticket.';

/** Why a handshake is refused. */
export interface Refusal {
  readonly code: RawErrorCode;
  /** The seconds after which to try again, where that is known. */
  readonly retryAfter?: number;
}

/** Decides on handshakes, before there is a WebSocket. */
export class Handshake {
  private readonly rates: HandshakeRates | null;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly config: Pick<Config, 'allowedOrigins' | 'rateLimits'>,
    private readonly log: Logger,
  ) {
    this.rates = config.rateLimits ? new HandshakeRates() : null;
  }

  /** The caller of a handshake for the WebSocket at `path`, or why it is refused. */
  async admit(request: IncomingMessage, path: string): Promise<Caller | Refusal> {
    const { host, origin } = request.headers;
    if (request.url?.split('?', 1)[0] !== path) return { code: 'not_found' };
    if (!isOriginAllowed(origin, host, this.config.allowedOrigins)) return { code: 'origin_not_allowed' };
    const caller = await this.callerOf(request);
    if (typeof caller === 'string') return { code: caller };
    const retryAfter = this.rates?.secondsToWait(caller) ?? null;
    return retryAfter === null ? caller : { code: 'rate_limited', retryAfter };
  }

  private async callerOf(request: IncomingMessage): Promise<Caller | RawErrorCode> {
    try {
      const token = bearerToken(request.headers.authorization);
      if (token !== null) return (await this.authenticator.authenticate(token)) ?? 'unauthorized';
      const ticket = ticketOf(request);
      return (ticket === null ? null : await this.authenticator.redeemTicket(ticket)) ?? 'unauthorized';
    } catch (error) {
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
