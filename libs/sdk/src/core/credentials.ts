import { accepts, type CallSpec } from './call-spec.js';
import { type ApiError, isApiError } from './errors.js';

/** How a client gets its session, and what it reports about it. */
export interface SessionOptions {
  /** A session's token; `auth.register` and `auth.login` set it, `auth.logout` clears it. */
  token?: string | undefined;
  /** The server's admin token; sent only to the operations that accept it. */
  adminToken?: string | undefined;
  /**
   * Hears every new token; the call that brought it resolves only after this. When it throws, or takes longer than the
   * call may, the call rejects, but the session exists all the same: the client has its token and uses it.
   */
  onToken?: ((token: string) => void | Promise<void>) | undefined;
  /**
   * Called when the server refuses the session's token (401 `unauthorized`), by a call or a realtime connection. Get a
   * new session with `auth.login`, or resolve with its token; what was refused is then sent once more. Without a new
   * token the call rejects with the server's error, whose `cause` is what this function threw. However many calls are
   * refused at once, it is called once; do not await calls in it that need the session. After `auth.logout` it is not
   * called before the next login.
   */
  onUnauthorized?: ((error: ApiError) => string | undefined | Promise<string | undefined>) | undefined;
}

/** The secrets that a client sends, kept where neither the console nor JSON sees them. */
export class Credentials {
  #token: string | undefined;
  readonly #adminToken: string | undefined;
  readonly #onToken: SessionOptions['onToken'];
  readonly #onUnauthorized: SessionOptions['onUnauthorized'];
  #renewing: Promise<void> | undefined;
  /** Settles when the call that ends the session is answered. */
  #ending: Promise<unknown> | undefined;
  /** Was the last session ended on purpose? Then only a new token starts another one. */
  #hasEnded = false;

  /** Throws a TypeError when a token could not stand in an HTTP header. */
  constructor(options: SessionOptions = {}) {
    this.#token = options.token === undefined ? undefined : checked('token', options.token);
    this.#adminToken = options.adminToken === undefined ? undefined : checked('adminToken', options.adminToken);
    this.#onToken = options.onToken;
    this.#onUnauthorized = options.onUnauthorized;
  }

  /** The session's token, if there is one. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Takes over the token of a new session and tells `onToken`. */
  async accept(token: string): Promise<void> {
    this.#token = checked('token', token);
    this.#hasEnded = false;
    await this.#onToken?.(token);
  }

  /**
   * Makes the call that ends the session, and forgets the token once the session is over, whether through this call or
   * before. Calls that the server refuses meanwhile wait for the outcome, so that nobody logs in again for them.
   */
  end<T>(call: () => Promise<T>): Promise<T> {
    const token = this.#token;
    const forget = () => {
      if (this.#token !== token) return;
      this.#token = undefined;
      this.#hasEnded = true;
    };
    const ending = call();
    const outcome = ending.then(forget, (error: unknown) => {
      if (isApiError(error, 'unauthorized')) forget();
    });
    this.#ending = outcome;
    return outcome.then(() => ending);
  }

  /** Is there a token other than this one, or somebody to ask for one? */
  canRenew(refused: string | undefined): boolean {
    return this.#token === refused ? !this.#hasEnded && this.#onUnauthorized !== undefined : this.#token !== undefined;
  }

  /**
   * Resolves once there is a token other than the one that the server refused with `error`, asking `onUnauthorized`
   * for it if need be. Rejects with `error` when there is none.
   */
  async renew(refused: string | undefined, error: ApiError): Promise<void> {
    await this.#ending;
    if (this.#token === refused && this.#onUnauthorized !== undefined && !this.#hasEnded) {
      this.#renewing ??= this.#ask(this.#onUnauthorized, error).finally(() => (this.#renewing = undefined));
      try {
        await this.#renewing;
      } catch (cause) {
        Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
      }
    }
    if (this.#token === refused || this.#token === undefined) throw error;
  }

  async #ask(onUnauthorized: NonNullable<SessionOptions['onUnauthorized']>, error: ApiError): Promise<void> {
    const token = await onUnauthorized(error);
    if (token !== undefined && token !== this.#token) await this.accept(token);
  }

  /** The headers for an operation that accepts these credentials: one for each that the client has. */
  headers(security?: CallSpec['security']): Record<string, string> {
    const headers: Record<string, string> = {};
    const [token, adminToken] = [this.#token, this.#adminToken];
    if (token !== undefined && accepts(security, 'bearerAuth')) headers['Authorization'] = `Bearer ${token}`;
    if (adminToken !== undefined && accepts(security, 'adminToken')) headers['X-Admin-Token'] = adminToken;
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
