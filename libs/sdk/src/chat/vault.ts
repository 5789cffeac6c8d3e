import { readDocument } from './documents.js';
import { RevisionLog } from './revisions.js';
import type { ChatDocumentName, ChatDocuments, ChatStore } from './store.js';

const NAMES = [
  'device_key',
  'channel_keys',
  'key_versions',
  'directory_key',
  'identity',
  'trust',
  'proofs',
  'recovery',
  'session',
  'devices',
] as const;

/** The documents of a store, read once, and changed in the store and here at the same time. */
export class Vault {
  readonly #store: ChatStore;
  readonly #documents: Partial<ChatDocuments> = {};
  readonly #revisions = new RevisionLog();
  readonly #older = new Set<ChatDocumentName>();
  /** Those of them that were told, and have yet to be written. */
  readonly #told = new Set<ChatDocumentName>();
  /** Called after each change that is durable. */
  onChange: (name: ChatDocumentName) => void = () => undefined;

  private constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Reads all documents. Rejects with a ChatError `invalid_store`, and as the store does. */
  static async open(store: ChatStore): Promise<Vault> {
    if (typeof (store as Partial<ChatStore> | undefined)?.read !== 'function')
      throw new TypeError('store must be given, such as fileStore(…), indexedDbStore(…) or memoryStore()');
    const vault = new Vault(store);
    const stored: Partial<ChatDocuments> = {};
    for (const name of NAMES) {
      const document = await store.read(name);
      vault.#revisions.learn(document);
      Object.assign(stored, { [name]: document });
    }
    for (const name of NAMES) {
      if (vault.#revisions.isOlder(name, stored[name])) {
        // Another session may have written it since: what the others say of it was already stored by then.
        const again = await store.read(name);
        vault.#revisions.learn(again);
        if (vault.#revisions.isOlder(name, again)) vault.#older.add(name);
        Object.assign(stored, { [name]: again });
      }
      Object.assign(vault.#documents, { [name]: readDocument(name, stored[name]) });
    }
    return vault;
  }

  /** The document, as it is here. */
  get<N extends ChatDocumentName>(name: N): ChatDocuments[N] | undefined {
    return this.#documents[name];
  }

  /** Changes the document; resolves with its new value once the change is durable. */
  async update<N extends ChatDocumentName>(
    name: N,
    change: (current: ChatDocuments[N] | undefined) => ChatDocuments[N],
  ): Promise<ChatDocuments[N]> {
    let changed: ChatDocuments[N] | undefined;
    await this.#store.update(name, (current) => {
      if (!this.#told.has(name) && this.#revisions.isOlder(name, current)) this.#older.add(name);
      return (changed = this.#revisions.stamp(name, current, change(readDocument(name, current))));
    });
    this.#told.delete(name);
    this.#revisions.learn(changed);
    this.#documents[name] = changed;
    this.onChange(name);
    return changed as ChatDocuments[N];
  }

  /**
   * Tells of each document that was put back to what it was, as the others say. It is written again only after that: what
   * breaks off in between is told once more.
   */
  async tellOlder(tell: (name: ChatDocumentName) => void): Promise<void> {
    for (const name of this.#older) {
      this.#older.delete(name);
      this.#told.add(name);
      tell(name);
      if (this.get(name) !== undefined) await this.update(name, (current) => current as never);
    }
  }
}
