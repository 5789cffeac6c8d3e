import { DialtoneClient, type DialtoneClientOptions } from '../client.js';
import { isApiError, isConnectionError, isInvalidResponseError, isTimeoutError } from '../core/errors.js';
import { normalizeBaseUrl } from '../core/request.js';
import { wait } from '../core/wait.js';
import { generateSigningKeyPair } from '../crypto/ed25519.js';
import { generateKeyPair, getPublicKey } from '../crypto/index.js';
import { SigningKeyPattern } from '../generated/limits.js';
import type { Session } from '../generated/types.js';
import { normalizeUsername } from '../protocol/username.js';
import { changeSession, sessionOf } from './context.js';
import { ChatError } from './errors.js';
import { checkName } from './limits.js';
import { policyOf, type ShareWith } from './policy.js';
import type { ChatStore, SessionDocument } from './store.js';
import { Vault } from './vault.js';

/** What every {@link ChatSession} needs. */
export interface ChatOptions extends Pick<DialtoneClientOptions, 'fetch' | 'WebSocket' | 'timeoutMs' | 'maxRetries'> {
  /** Where the keys are kept: a store for each account, such as `fileStore`, `indexedDbStore` or `memoryStore`. */
  store: ChatStore;
  /**
   * Called for the password when the login has expired, after 24 hours, or was ended elsewhere: the session then goes
   * on with a new login. Without this function, or when it resolves with undefined, the session ends. The password is
   * not kept.
   */
  getPassword?: (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Which devices get this device's keys: see {@link ShareWith}. Default `signed`. */
  shareWith?: ShareWith | undefined;
}

/** What `ChatSession.login` takes. */
export interface LoginOptions extends ChatOptions {
  /** Where the server is, such as `https://chat.example.org`. */
  baseUrl: string;
  username: string;
  password: string;
  /** The name that others see, not a blank one. Default: the one from before, or else the user name. */
  displayName?: string | undefined;
}

/** What `ChatSession.register` takes. */
export interface RegisterOptions extends LoginOptions {
  /** The token of an unused invite, or the whole text that `invite({ withIdentity: true })` has made. */
  inviteToken: string;
  /**
   * The identity of who made the invite, if you have it from them and not from the server: whoever has it on the server
   * is `verified` from the start. `identity-missing` tells when nobody has it. Default: the one in `inviteToken`, if any.
   */
  inviterIdentity?: string | undefined;
}

/** A store with a login, and the client of that login. */
export interface Account {
  readonly vault: Vault;
  readonly client: DialtoneClient;
  /** Aborts what the session does by itself; after that its login is not renewed. */
  readonly closing: AbortController;
  readonly shareWith: ShareWith;
}

/** Registers a user. Throws a TypeError when something is missing that JavaScript did not ask for. */
export async function register(options: RegisterOptions): Promise<Account> {
  assertTexts(options, ['inviteToken']);
  const [inviteToken = '', identity] = options.inviteToken.split('#');
  const inviterIdentity = options.inviterIdentity ?? identity;
  if (inviterIdentity !== undefined && !SigningKeyPattern.test(inviterIdentity))
    throw new TypeError('the identity of the inviter must be the base64 of an Ed25519 public key');
  return signIn({ ...options, inviteToken, inviterIdentity });
}

/** Logs a user in. Throws a TypeError when something is missing that JavaScript did not ask for. */
export async function login(options: LoginOptions): Promise<Account> {
  return signIn({ ...options, inviteToken: undefined });
}

/** Registers a user, or logs one in, from the device whose key is in the store; a new store gets a new device. */
async function signIn(
  options: LoginOptions & Partial<Pick<RegisterOptions, 'inviteToken' | 'inviterIdentity'>>,
): Promise<Account> {
  assertTexts(options, ['username', 'password']);
  const { displayName, inviteToken, inviterIdentity: inviter, password } = options;
  const shareWith = policyOf(options);
  const baseUrl = normalizeBaseUrl(options.baseUrl);
  const username = normalizeUsername(options.username);
  if (displayName !== undefined) checkName(displayName);
  const vault = await Vault.open(options.store);
  const owner = vault.get('session');
  if (owner !== undefined && (owner.base_url !== baseUrl || normalizeUsername(owner.username) !== username))
    throw otherAccount();

  // The keys are stored before the server learns of them, so that whatever is sealed for this device can be opened.
  const { privateKey } = await generateKeyPair();
  const { private_key } = await vault.update('device_key', (current) => current ?? { private_key: privateKey });
  if (vault.get('identity') === undefined) {
    const signing = await generateSigningKeyPair();
    await vault.update('identity', (current) => current ?? { signing_key: signing.privateKey });
  }
  const closing = new AbortController();
  const client = clientOf(vault, baseUrl, { ...options, signal: closing.signal });
  // The name as it is typed: the server may know it in that form from long ago.
  const credentials = { username: options.username, password, public_key: await getPublicKey(private_key) };
  const session =
    inviteToken === undefined
      ? await client.auth.login(credentials)
      : await client.auth.register({ ...credentials, invite_token: inviteToken });
  if (owner !== undefined && owner.user_id !== session.user_id) {
    await client.auth.logout();
    throw otherAccount(); // another server at the same address
  }
  if (inviter !== undefined) await vault.update('trust', (current) => ({ users: {}, ...current, inviter }));
  const isNewName = displayName !== undefined || inviteToken !== undefined;
  await vault.update('session', (current) => ({
    ...(current ?? EMPTY),
    base_url: baseUrl,
    username,
    user_id: session.user_id,
    ...loginOf(session),
    display_name: displayName ?? current?.display_name ?? username,
    display_name_is_new: isNewName || (current?.display_name_is_new ?? false),
  }));
  return { vault, client, closing, shareWith };
}

/** The account whose login is in the store. */
export async function resumeAccount(options: ChatOptions): Promise<Account> {
  const shareWith = policyOf(options);
  const vault = await Vault.open(options.store);
  const session = vault.get('session');
  if (session === undefined) throw new ChatError('no_session', 'the store has no login');
  const closing = new AbortController();
  const renewal = { getPassword: options.getPassword, signal: closing.signal };
  const client = clientOf(vault, session.base_url, { ...options, ...renewal, token: session.token });
  if (session.token === undefined && (await renewLogin(vault, client, renewal)) === undefined) {
    throw new ChatError('no_session', 'the store has no login');
  }
  return { vault, client, closing, shareWith };
}

/** A function that logs in again, until the signal is aborted. */
interface Renewal extends Pick<ChatOptions, 'getPassword'> {
  readonly signal: AbortSignal;
}

/**
 * Logs in again from the same device, if somebody provides the password. Resolves with the new token. A server that
 * cannot be reached is tried again for half a minute.
 */
async function renewLogin(
  vault: Vault,
  client: DialtoneClient,
  { getPassword, signal }: Renewal,
): Promise<string | undefined> {
  const password = signal.aborted ? undefined : await getPassword?.();
  if (password === undefined) return undefined;
  const { username } = sessionOf({ vault });
  const public_key = await getPublicKey(vault.get('device_key')?.private_key ?? '');
  for (let delay = FIRST_RETRY_MS; ; delay *= 2) {
    try {
      const session = await client.auth.login({ username, password, public_key }, { signal });
      await changeSession({ vault }, () => loginOf(session));
      return session.token;
    } catch (error) {
      const mayPass =
        isConnectionError(error) ||
        isInvalidResponseError(error) ||
        isTimeoutError(error) ||
        (isApiError(error) && error.status >= 500);
      if (!mayPass || delay > LAST_RETRY_MS) throw error;
      await wait(delay, signal);
      signal.throwIfAborted();
    }
  }
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 16_000;
const EMPTY: Pick<SessionDocument, 'unread_since' | 'new_channel_keys'> = { unread_since: {}, new_channel_keys: [] };

function loginOf({ device_id, is_admin, token }: Session): Pick<SessionDocument, 'device_id' | 'is_admin' | 'token'> {
  return { device_id, is_admin, token };
}

/** Keeps only the options that it needs, and above all no password. */
function clientOf(
  vault: Vault,
  baseUrl: string,
  options: Omit<ChatOptions, 'store'> & Renewal & { token?: string },
): DialtoneClient {
  const { fetch, WebSocket, timeoutMs, maxRetries, token, getPassword, signal } = options;
  const client: DialtoneClient = new DialtoneClient({
    baseUrl,
    token,
    fetch,
    WebSocket,
    timeoutMs,
    maxRetries,
    onUnauthorized: () => renewLogin(vault, client, { getPassword, signal }),
  });
  return client;
}

/** JavaScript does not notice a missing or misspelt option. */
function assertTexts<T extends object>(options: T | undefined, names: readonly (keyof T & string)[]): void {
  for (const name of names) {
    if (typeof options?.[name] !== 'string') throw new TypeError(`${name} must be given, as a string`);
  }
}

function otherAccount(): ChatError {
  return new ChatError('other_account', 'the store belongs to another user, or to another server');
}
