import { readDocument } from './documents.js';
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
    for (const name of NAMES) Object.assign(vault.#documents, { [name]: readDocument(name, await store.read(name)) });
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
    await this.#store.update(name, (current) => (changed = change(readDocument(name, current))));
    this.#documents[name] = changed;
    this.onChange(name);
    return changed as ChatDocuments[N];
  }
}
