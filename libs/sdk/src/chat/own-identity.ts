import { signingPublicKeyOf } from '../crypto/ed25519.js';
import { sessionOf, type ChatContext } from './context.js';
import { ChatError } from './errors.js';
import type { Identity } from './identity.js';
import type { Trust } from './trust.js';

interface Own {
  readonly identity: Identity;
  readonly trust: Trust;
}

/**
 * Throws ChatError `identity_changed` while the server names another identity for this very user than the one that is
 * here: it lies, or the one here was given up, and nobody is to be given that any more.
 */
export function assertUnchanged(context: Pick<ChatContext, 'vault'>, trust: Trust): void {
  if (trust.stateOf(sessionOf(context).user_id) === 'changed')
    throw new ChatError('identity_changed', 'the server names another identity for you: accept it, or make a new one');
}

/**
 * The private key of the user's identity, as far as this session knows. Throws as {@link assertUnchanged} does, and ChatError
 * `not_linked` also for a key that is still here, though another identity was accepted in the place of its own.
 */
export async function knownIdentityKey(context: Pick<ChatContext, 'vault'>, { identity, trust }: Own): Promise<string> {
  assertUnchanged(context, trust);
  const { document, publicKey } = identity;
  const key = document?.identity_key;
  if (key === undefined) throw notLinked();
  if (publicKey !== undefined && publicKey !== (await signingPublicKeyOf(key))) throw notLinked();
  return key;
}

/**
 * The same as it is in the store now: another session of the store may have replaced the identity. The list of devices has
 * to be fresh.
 */
export async function ownIdentityKey(context: Pick<ChatContext, 'vault'>, own: Own): Promise<string> {
  await own.identity.change((document) => document);
  return knownIdentityKey(context, own);
}

/** This device cannot do what only one with the identity can. */
export function notLinked(): ChatError {
  return new ChatError('not_linked', "this device does not have the user's identity: link it first");
}
