import type { Caller } from './caller.js';

/** Finds out who a credential belongs to. The auth feature provides it; HTTP and WebSocket both ask it. */
export abstract class Authenticator {
  /** The caller of a valid session; null for an unknown or expired token. */
  abstract authenticate(token: string): Promise<Caller | null>;

  /** The caller behind a WebSocket ticket, which is used up; null for an unknown, used or expired one. */
  abstract redeemTicket(ticket: string): Promise<Caller | null>;
}
