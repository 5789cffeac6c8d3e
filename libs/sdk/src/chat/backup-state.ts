import { isApiError } from '../core/errors.js';
import type { KeyBackup } from '../generated/types.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Identity } from './identity.js';
import type { RecoveryDocument } from './store.js';
import type { Trust } from './trust.js';

/** What this device knows of the backup. Without a key, if that belongs to an identity that was given up. */
export function recoveryOf(
  { vault }: Pick<ChatContext, 'vault'>,
  { publicKey }: Pick<Identity, 'publicKey'>,
): RecoveryDocument | undefined {
  const document = vault.get('recovery');
  if (document?.key === undefined || document.identity_key === publicKey) return document;
  return { version: document.version };
}

/** Is this device to read and write the backup? Not while the server names another identity than the one that is here. */
export function mayBackUp(
  context: Pick<ChatContext, 'vault'>,
  { identity, trust }: { readonly identity: Identity; readonly trust: Trust },
): boolean {
  return identity.isLinked && trust.stateOf(sessionOf(context).user_id) !== 'changed';
}

/** The backup on the server; undefined when there is none. */
export function fetchBackup({
  client,
  signal,
}: Pick<ChatContext, 'client' | 'signal'>): Promise<KeyBackup | undefined> {
  return client.keys.getBackup({ signal }).catch((error: unknown) => {
    if (isApiError(error) && error.status === 404) return undefined; // an older server knows no backups at all
    throw error;
  });
}
