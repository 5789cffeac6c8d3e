import { open, seal } from '../crypto/aes-gcm.js';
import { webCrypto } from '../crypto/bytes.js';
import { KeystoreSealer } from '../crypto/keystore.js';
import type { ChatDocumentName, ChatDocuments, ChatStore } from './store.js';

/** How to make an {@link indexedDbStore}. */
export interface IndexedDbStoreOptions {
  /** The documents are sealed under it; without one, under a key that the browser keeps. */
  passphrase?: string | undefined;
  /** An IDBFactory, used instead of the global `indexedDB`. */
  indexedDB?: { open(name: string, version?: number): unknown };
}

const DOCUMENTS = 'documents';
const KEYS = 'keys';
const KEY_NAME = 'store';

/** Encrypts documents, and decrypts them again. */
interface Sealer {
  seal(value: object): Promise<string>;
  open(sealed: string): Promise<unknown>;
}

/** An open database. The sealer belongs to it: another database of that name has another key. */
interface Connection {
  readonly database: IDBDatabase;
  readonly sealer: Sealer;
}

/**
 * A store in the browser's IndexedDB, in the database of that name; pages, workers and several tabs can use it.
 *
 * With a passphrase the documents are sealed as keystore files are: a copy of the browser's profile is useless without
 * it. Without one they are encrypted under a key that scripts can use but not read: a script in the page can use the
 * store while it runs, but a copy of the documents that it sends away is useless; a copy of the whole profile has the
 * key as well.
 *
 * Its calls reject with CryptoError `wrong_password` for another passphrase than before, with `invalid_data` for a
 * database that was made with a passphrase and is opened without one, or the reverse, and with the DOMExceptions of
 * IndexedDB.
 */
export function indexedDbStore(name: string, options: IndexedDbStoreOptions = {}): ChatStore {
  let keystores: KeystoreSealer | undefined;
  let current: Promise<Connection> | undefined;

  async function open(onClosed: () => void): Promise<Connection> {
    const database = await openDatabase((options.indexedDB as IDBFactory | undefined) ?? globalThis.indexedDB, name);
    database.onclose = onClosed;
    // Another tab wants to delete the database.
    database.onversionchange = () => {
      database.close();
      onClosed();
    };
    const { passphrase } = options;
    const sealer =
      passphrase === undefined ? await keptKeySealer(database) : (keystores ??= new KeystoreSealer(passphrase));
    return { database, sealer };
  }
  function connect(): Promise<Connection> {
    if (current !== undefined) return current;
    const opening: Promise<Connection> = open(() => forget(opening));
    opening.catch(() => forget(opening));
    return (current = opening);
  }
  function forget(old: Promise<Connection>): void {
    if (current === old) current = undefined;
  }

  /** Does the work, once more with a new connection if the browser or another tab has closed the previous one. */
  async function connected<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const first = connect();
    try {
      return await work(await first);
    } catch (error) {
      if (!isClosed(error)) throw error;
      forget(first);
      return work(await connect());
    }
  }

  return {
    read: (document) => connected(async (connection) => opened(connection, await readSealed(connection, document))),
    update: (document, change) =>
      connected(async (connection) => {
        // A transaction would end while the document is being encrypted. So the change is made again when somebody else was
        // faster; no two encryptions are equal.
        for (;;) {
          const before = await readSealed(connection, document);
          const after = await connection.sealer.seal(change(await opened(connection, before)));
          if (await replace(connection, document, before, after)) return;
        }
      }),
  };
}

async function readSealed({ database }: Connection, document: ChatDocumentName): Promise<string | undefined> {
  const transaction = database.transaction(DOCUMENTS);
  return request(transaction.objectStore(DOCUMENTS).get(document) as IDBRequest<string | undefined>);
}

async function opened<N extends ChatDocumentName>(
  { sealer }: Connection,
  sealed: string | undefined,
): Promise<ChatDocuments[N] | undefined> {
  return sealed === undefined ? undefined : ((await sealer.open(sealed)) as ChatDocuments[N]);
}

/** Stores `after` if what is there is still `before`. */
async function replace(
  { database }: Connection,
  key: string,
  before: string | undefined,
  after: string,
): Promise<boolean> {
  const transaction = database.transaction(DOCUMENTS, 'readwrite', { durability: 'strict' });
  const done = finished(transaction);
  const store = transaction.objectStore(DOCUMENTS);
  const isSame = (await request(store.get(key) as IDBRequest<string | undefined>)) === before;
  if (isSame) store.put(after, key);
  await done;
  return isSame;
}

async function keptKeySealer(database: IDBDatabase): Promise<Sealer> {
  const key = await keptKey(database);
  return {
    seal: (value) => seal(key, new TextEncoder().encode(JSON.stringify(value))),
    open: async (sealed) => JSON.parse(new TextDecoder().decode(await open(key, sealed))) as unknown,
  };
}

/** The key that the database keeps; if two tabs make one at the same time, the first one counts. */
async function keptKey(database: IDBDatabase): Promise<CryptoKey> {
  const algorithm = { name: 'AES-GCM', length: 256 };
  const fresh = await webCrypto().generateKey(algorithm, false, ['encrypt', 'decrypt']);
  const transaction = database.transaction(KEYS, 'readwrite', { durability: 'strict' });
  const done = finished(transaction);
  const store = transaction.objectStore(KEYS);
  const kept = (await request(store.get(KEY_NAME))) as CryptoKey | undefined;
  if (kept === undefined) store.put(fresh, KEY_NAME);
  await done;
  return kept ?? fresh;
}

function openDatabase(factory: IDBFactory | undefined, name: string): Promise<IDBDatabase> {
  if (factory === undefined) throw new Error('indexedDbStore needs IndexedDB; Node has fileStore');
  const opening = factory.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(DOCUMENTS);
    opening.result.createObjectStore(KEYS);
  };
  return request(opening);
}

function request<T>(idb: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    idb.onsuccess = () => resolve(idb.result);
    idb.onerror = () => reject(idb.error ?? new Error('IndexedDB failed'));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('the database was closed', 'AbortError'));
  });
  done.catch(() => undefined); // nobody waits for it if one of its requests has failed before
  return done;
}

/** Did it fail because the connection to the database was closed, maybe in the middle? */
function isClosed(error: unknown): boolean {
  const { name } = (error ?? {}) as { name?: unknown };
  return name === 'InvalidStateError' || name === 'AbortError';
}
