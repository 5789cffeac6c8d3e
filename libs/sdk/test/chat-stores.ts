import type { ChatDocuments, ChatStore } from '../src/chat/index.js';

/** What every store has to do; without a test framework, so that it runs in a browser too. */
export interface StoreRule {
  readonly title: string;
  /** `open` gives a store of the same documents each time, empty at first. Rejects when the store breaks the rule. */
  readonly check: (open: () => ChatStore) => Promise<void>;
}

const WRITERS = 3;
const WRITES = 8;

const keysIn = (document: ChatDocuments['channel_keys'] | undefined) => Object.keys(document?.keys ?? {}).length;

/** The rules, for `it.each` or a loop. */
export const storeRules: readonly StoreRule[] = [
  {
    title: 'has no document at first',
    check: async (open) => equal(await open().read('device_key'), undefined),
  },
  {
    title: 'reads what was written, and so does another one that opens it later',
    check: async (open) => {
      const store = open();
      await store.update('device_key', () => ({ private_key: 'ключ 1' }));
      await store.update('directory_key', () => ({ key: 'key 2' }));
      for (const reader of [store, open()]) {
        equal(await reader.read('device_key'), { private_key: 'ключ 1' });
        equal(await reader.read('directory_key'), { key: 'key 2' });
        equal(await reader.read('channel_keys'), undefined);
      }
    },
  },
  {
    title: 'gives copies: what is done to a document that was read changes nothing',
    check: async (open) => {
      const store = open();
      const document = { keys: { a: '1' } };
      await store.update('channel_keys', () => document);
      document.keys.a = 'changed';
      const read = await store.read('channel_keys');
      if (read !== undefined) read.keys['a'] = 'changed';
      equal(await store.read('channel_keys'), { keys: { a: '1' } });
    },
  },
  {
    title: 'loses no update of several that write at the same time',
    check: async (open) => {
      const writers = Array.from({ length: WRITERS }, open);
      const write = (store: ChatStore, name: string) =>
        store.update('channel_keys', (current) => ({ keys: { ...current?.keys, [name]: 'key' } }));
      await Promise.all(
        writers.flatMap((store, writer) => Array.from({ length: WRITES }, (_, i) => write(store, `${writer}-${i}`))),
      );
      equal(keysIn(await open().read('channel_keys')), WRITERS * WRITES);
    },
  },
  {
    title: 'keeps the document when a change fails, and takes the next one',
    check: async (open) => {
      const store = open();
      await store.update('directory_key', () => ({ key: 'before' }));
      const failure = await store
        .update('directory_key', () => {
          throw new Error('no');
        })
        .then(
          () => undefined,
          (error: unknown) => (error as Error).message,
        );
      equal(failure, 'no');
      equal(await store.read('directory_key'), { key: 'before' });
      await store.update('directory_key', (current) => ({ key: `${current?.key ?? ''} and after` }));
      equal(await open().read('directory_key'), { key: 'before and after' });
    },
  },
];

function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`the store has ${a}, and should have ${b}`);
}
