import type { OperationRoute } from '../generated/operations.js';

/** The secrets that a client sends, kept where neither the console nor JSON sees them. */
export class Credentials {
  #token: string | undefined;
  readonly #adminToken: string | undefined;
  readonly #onToken: ((token: string) => void | Promise<void>) | undefined;

  /** Throws a TypeError when a token could not stand in an HTTP header. */
  constructor(options: { token?: string; adminToken?: string; onToken?: (token: string) => void | Promise<void> }) {
    this.#token = options.token === undefined ? undefined : checked('token', options.token);
    this.#adminToken = options.adminToken === undefined ? undefined : checked('adminToken', options.adminToken);
    this.#onToken = options.onToken;
  }

  /** The session's token, if there is one. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Takes over the token of a new session and tells `onToken`. */
  async accept(token: string): Promise<void> {
    this.#token = checked('token', token);
    await this.#onToken?.(token);
  }

  /** The headers for an operation that accepts these credentials: every one of them that there is. */
  headers(auth: OperationRoute['auth']): Record<string, string> {
    const headers: Record<string, string> = {};
    if (this.#token !== undefined && auth.includes('bearer')) headers['Authorization'] = `Bearer ${this.#token}`;
    if (this.#adminToken !== undefined && auth.includes('admin')) headers['X-Admin-Token'] = this.#adminToken;
    return headers;
  }
}

/** Checked here because `fetch` quotes a bad header's value, and so the secret, in its error. */
function checked(name: string, secret: string): string {
  if (typeof secret !== 'string' || !/^[\x21-\x7e]+$/.test(secret)) {
    throw new TypeError(`${name} must be a string of visible ASCII characters`);
  }
  return secret;
}
