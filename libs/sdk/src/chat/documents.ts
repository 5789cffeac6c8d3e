import { ChatError } from './errors.js';
import type {
  ChatDocumentName,
  ChatDocuments,
  DevicesDocument,
  KeyVersionsDocument,
  KnownIdentity,
  KnownKeyVersions,
  ProofsDocument,
  SessionDocument,
  TrustDocument,
} from './store.js';

type Fields = Record<string, unknown>;

/**
 * A document of a store, checked and in today's form. Other clients or older versions may have written it: a list or
 * map that is null, which is how Go writes an empty one, counts as empty. Undefined for a document that holds nothing.
 * Throws ChatError `invalid_store`.
 */
export function readDocument<N extends ChatDocumentName>(name: N, document: unknown): ChatDocuments[N] | undefined {
  if (document === undefined) return undefined;
  const read = isObject(document) ? READERS[name](document) : INVALID;
  if (read === INVALID) throw new ChatError('invalid_store', `the store's document ${name} is not of the right form`);
  return read;
}

const INVALID = Symbol('invalid');

const READERS: {
  readonly [N in ChatDocumentName]: (document: Fields) => ChatDocuments[N] | undefined | typeof INVALID;
} = {
  device_key: ({ private_key }) => (isText(private_key) ? { private_key } : INVALID),
  channel_keys: ({ keys }) => {
    const found = keys ?? {};
    return isTexts(found) ? { keys: found } : INVALID;
  },
  key_versions: ({ channels }) => {
    const known = channels ?? {};
    const isValid = isObject(known) && Object.values(known).every(isKnownKeyVersions);
    return isValid ? { channels: known as KeyVersionsDocument['channels'] } : INVALID;
  },
  directory_key: ({ key }) => {
    if (key === null || key === undefined || key === '') return undefined;
    return isText(key) ? { key } : INVALID;
  },
  identity: ({ signing_key, identity_key, new_identity_key, replaced_identity_key, removing }) => {
    const keys = [identity_key, new_identity_key, replaced_identity_key];
    const isValid = isText(signing_key) && keys.every((key) => isText(key ?? ''));
    if (!isValid || !isListOf(removing ?? [], isText)) return INVALID;
    return {
      signing_key,
      ...(isText(identity_key) && { identity_key }),
      ...(isText(new_identity_key) && { new_identity_key }),
      ...(isText(replaced_identity_key) && { replaced_identity_key }),
      ...(isListOf(removing, isText) && { removing }),
    };
  },
  trust: ({ users, inviter }) => {
    const known = users ?? {};
    if (!isObject(known) || !Object.values(known).every(isKnownIdentity) || !isText(inviter ?? '')) return INVALID;
    return { users: known as TrustDocument['users'], ...(isText(inviter) && { inviter }) };
  },
  proofs: (document) => {
    const blocks = document['blocks'] ?? [document['block'] ?? []].flat(); // there was only the last one at first
    const signers = document['signers'] ?? [];
    return isListOf(blocks, isInteger) && isListOf(signers, isSigner) ? { blocks, signers } : INVALID;
  },
  recovery: ({ version, key, identity_key, digest }) => {
    if (!Number.isSafeInteger(version) || ![key, identity_key, digest].every((text) => isText(text ?? '')))
      return INVALID;
    return {
      version: version as number,
      ...(isText(key) && { key }),
      ...(isText(identity_key) && { identity_key }),
      ...(isText(digest) && { digest }),
    };
  },
  session: (document) => {
    const lists = {
      unread_since: document['unread_since'] ?? {},
      new_channel_keys: document['new_channel_keys'] ?? [],
      former_directory_keys: document['former_directory_keys'] ?? [],
    };
    const isValid =
      ['base_url', 'username', 'user_id', 'device_id', 'display_name'].every((field) => isText(document[field])) &&
      ['token', 'cursor'].every((field) => isText(document[field] ?? '')) &&
      isTexts(lists.unread_since) &&
      isNumbers(document['counters'] ?? {}) &&
      [lists.new_channel_keys, lists.former_directory_keys].every((list) => isListOf(list, isText));
    return isValid ? ({ ...document, ...lists } as unknown as SessionDocument) : INVALID;
  },
  devices: (document) => {
    const known = document['known'] ?? [];
    const shared = document['shared'] ?? {};
    const gone = document['gone'] ?? undefined;
    if (!isListOf(known, isDevice) || !isObject(shared) || !isListOf(gone ?? [], isText)) return INVALID;
    const ids = known.map(({ device_id }) => device_id);
    const served = Object.entries(shared).map(([name, devices]) => {
      // The first version had a number here: how many of `known`, from the start.
      const list = typeof devices === 'number' ? ids.slice(0, devices) : (devices ?? []);
      return isListOf(list, isText) ? ([name, list] as const) : INVALID;
    });
    if (!served.every((entry) => entry !== INVALID)) return INVALID;
    return { known, shared: Object.fromEntries(served), ...(isListOf(gone, isText) && { gone }) };
  },
};

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every(isText);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isNumbers(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isInteger);
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isKnownIdentity(value: unknown): value is KnownIdentity {
  return (
    isObject(value) &&
    isText(value['identity_key']) &&
    typeof value['is_verified'] === 'boolean' &&
    Number.isSafeInteger(value['generation']) &&
    isText(value['changed_to'] ?? '')
  );
}

function isKnownKeyVersions(value: unknown): value is KnownKeyVersions {
  return (
    isObject(value) && Number.isSafeInteger(value['version']) && isText(value['commitment']) && isTexts(value['keys'])
  );
}

function isSigner(value: unknown): value is ProofsDocument['signers'][number] {
  return isObject(value) && [value['device_id'], value['user_id'], value['signing_key']].every(isText);
}

function isDevice(value: unknown): value is DevicesDocument['known'][number] {
  if (!isObject(value)) return false;
  const texts = [value['device_id'], value['public_key'], value['user_id']];
  return texts.every(isText) && (value['certificate'] === undefined || isObject(value['certificate']));
}
