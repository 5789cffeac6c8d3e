import type { Caller } from './caller.js';

/** Finds out whose a credential is, for HTTP and the WebSocket. Provided by the auth feature. */
export abstract class Authenticator {
  /** The caller of a valid session; null for an unknown or expired token. */
  abstract authenticate(token: string): Promise<Caller | null>;

  /** Uses up a WebSocket ticket and returns its caller; null for an unknown, used or expired one. */
  abstract redeemTicket(ticket: string): Promise<Caller | null>;
}
