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
 * The private key of the user's identity, as far as this session knows. Throws ChatError `identity_changed` while the server
 * names another identity for this very user than the one that is here: it lies, or the one here was given up, and nobody
 * is to be given that any more. Throws `not_linked` also for a key that is still here, though another identity was
 * accepted in the place of its own.
 */
export async function knownIdentityKey({ vault }: Pick<ChatContext, 'vault'>, { trust }: Own): Promise<string> {
  const key = vault.get('identity')?.identity_key;
  const pin = trust.identityOf(sessionOf({ vault }).user_id);
  if (pin?.changed_to !== undefined)
    throw new ChatError('identity_changed', 'the server names another identity for you: accept it, or make a new one');
  if (key === undefined || (pin && pin.identity_key !== (await signingPublicKeyOf(key)))) throw notLinked();
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
