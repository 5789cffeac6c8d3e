import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { bearerToken, DialtoneError, HandshakeRates } from '@app/contract';
import type { Authenticator } from '../../core/access/authenticator.js';
import type { Caller } from '../../core/access/caller.js';
import { isOriginAllowed } from '../../core/access/origins.js';
import type { Database } from '../../core/database/database.js';
import { toDialtoneError } from '../../core/errors/to-dialtone-error.js';
import { ambiguityOf } from '../../core/http/request-target.js';
import type { Config } from '../../core/config/config.js';

/** The WebSocket subprotocol. Tickets are sent as a second one, because browsers cannot set any other header. */
export const SUBPROTOCOL = 'dialtone';
const TICKET_PREFIX = 'ticket.';

/** Decides on handshakes, before there is a WebSocket. */
export class Handshake {
  private readonly rates: HandshakeRates | null;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly config: Pick<Config, 'allowedOrigins' | 'rateLimits'>,
    private readonly database: Database,
    private readonly log: Logger,
  ) {
    this.rates = config.rateLimits ? new HandshakeRates() : null;
  }

  /** The caller of a handshake for the WebSocket at `path`, or the error that refuses it. */
  async admit(request: IncomingMessage, path: string): Promise<Caller | DialtoneError> {
    const { host, origin } = request.headers;
    const problem = ambiguityOf(request) ?? upgradeProblem(request);
    if (problem !== null) return new DialtoneError('invalid_request', problem);
    if (request.url?.split('?', 1)[0] !== path) return new DialtoneError('not_found');
    if (!isOriginAllowed(origin, host, this.config.allowedOrigins)) return new DialtoneError('origin_not_allowed');
    const caller = await this.callerOf(request);
    if (caller instanceof DialtoneError) return caller;
    const retryAfter = this.rates?.secondsToWait(caller, performance.now()) ?? null;
    return retryAfter === null ? caller : new DialtoneError('rate_limited', undefined, retryAfter);
  }

  private async callerOf(request: IncomingMessage): Promise<Caller | DialtoneError> {
    try {
      return (await this.authenticate(request)) ?? new DialtoneError('unauthorized');
    } catch (failure) {
      this.database.refused(failure);
      const error = toDialtoneError(failure);
      if (error.code === 'server_error') this.log.error({ err: failure }, 'handshake failed');
      return error;
    }
  }

  private async authenticate(request: IncomingMessage): Promise<Caller | null> {
    const token = bearerToken(request.headers.authorization);
    if (token !== null) return this.authenticator.authenticate(token);
    const ticket = ticketOf(request);
    return ticket === null ? null : this.authenticator.redeemTicket(ticket);
  }
}

/** Why no WebSocket can follow the request, or null. */
function upgradeProblem({ httpVersion, headers }: IncomingMessage): string | null {
  if (httpVersion === '1.0') return 'a WebSocket handshake needs HTTP/1.1';
  const hasBody = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  return hasBody ? 'a WebSocket handshake takes no body' : null;
}

function ticketOf(request: IncomingMessage): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length) ?? null;
}
