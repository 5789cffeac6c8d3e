import { Recent } from '../core/recent.js';
import { keyBytes, webCrypto } from '../crypto/bytes.js';
import { decryptText, generateKey } from '../crypto/index.js';
import type { Profile } from '../generated/types.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';
import type { Envelopes, OpenedKey } from './envelopes.js';
import type { Sharing } from './sharing.js';

/** How many of the keys that were given up are remembered: nobody makes more at the same time. */
const MOST_FORMER_KEYS = 8;
/** How many envelopes with another key are remembered, so that each is answered once. */
const MOST_ANSWERED = 1_000;

/** What a {@link Directory} works with. */
export interface DirectoryOptions {
  readonly envelopes: Envelopes;
  readonly sharing: Sharing;
}

/**
 * The key of the directory, which the names of people are encrypted with. An admin makes it when there is none.
 *
 * Of several keys, the one that opens most of the profiles counts, so that a single member cannot replace it; of those
 * that open the same number, the one whose SHA-256 is smallest. Whoever has it sends it to the senders of the others, and
 * whoever gives up their own for it shares it with everyone, as they had shared the other.
 */
export class Directory {
  readonly #context: ChatContext;
  readonly #options: DirectoryOptions;
  readonly #answered = new Recent(MOST_ANSWERED);

  constructor(context: ChatContext, options: DirectoryOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The directory key, if it is here. */
  get key(): string | undefined {
    return this.#context.vault.get('directory_key')?.key;
  }

  /** Asks the server for the directory key, and settles which one counts when there are several. */
  async find(profiles: readonly Profile[]): Promise<void> {
    const { client, emitter, signal } = this.#context;
    const { envelopes, sharing } = this.#options;
    const answer = await client.keys.getDirectoryKey({ signal });
    if (answer === undefined) return;
    const ours = this.key;
    const theirs: OpenedKey[] = [];
    for await (const opened of envelopes.open(undefined, answer)) if (opened.key !== ours) theirs.push(opened);
    const best = await bestOf(theirs, ours, profiles);
    if (best === undefined) await this.#answer(theirs);
    else if (ours === undefined) await this.#take(best.key, sharing.servedByOthers());
    else {
      await changeSession(this.#context, ({ former_directory_keys: former = [] }) => ({
        former_directory_keys: [...former.filter((key) => key !== ours), ours].slice(-MOST_FORMER_KEYS),
      }));
      await this.#take(best.key, []);
      emitter.emit('directory-key-changed', { senderDeviceId: best.sealed.sender_device_id });
      await sharing.share();
    }
  }

  /** Makes the directory key on a server that has none, and shares it with everyone. */
  async create(): Promise<void> {
    await this.#context.vault.update('directory_key', (current) => current ?? { key: generateKey() });
    await this.#options.sharing.setServed(undefined, []);
    await this.#options.sharing.share();
  }

  /** The name in a profile, if it is encrypted with the directory key or with one that was given up for it. */
  async read({ name_enc }: Profile): Promise<{ name: string; isCurrent: boolean } | undefined> {
    const { key } = this;
    if (key === undefined) return undefined;
    const { former_directory_keys: former = [] } = sessionOf(this.#context);
    for (const candidate of [key, ...former]) {
      const name = await decryptText(candidate, name_enc).catch(() => undefined);
      if (name !== undefined) return { name, isCurrent: candidate === key };
    }
    return undefined;
  }

  /** Sends the key that counts to those who have sealed another one. */
  async #answer(others: readonly OpenedKey[]): Promise<void> {
    const news = others.filter(({ sealed }) => this.#answered.add(sealed.envelope));
    const senders = new Set(news.map(({ sealed }) => sealed.sender_device_id));
    if (this.key !== undefined && senders.size > 0) await this.#options.sharing.post(undefined, this.key, [...senders]);
  }

  async #take(key: string, served: readonly string[]): Promise<void> {
    await this.#context.vault.update('directory_key', () => ({ key }));
    await this.#options.sharing.setServed(undefined, served);
  }
}

/** The one among others' keys that counts; undefined if ours does, or if there is none. */
async function bestOf(
  theirs: readonly OpenedKey[],
  ours: string | undefined,
  profiles: readonly Profile[],
): Promise<OpenedKey | undefined> {
  let best: OpenedKey | undefined;
  for (const one of theirs) {
    const key = best?.key ?? ours;
    if (key === undefined || (key !== one.key && !(await isBetter(key, one.key, profiles)))) best = one;
  }
  return best;
}

/** Is it this key that counts, and not the other one? */
async function isBetter(key: string, other: string, profiles: readonly Profile[]): Promise<boolean> {
  const lead = (await opened(key, profiles)) - (await opened(other, profiles));
  if (lead !== 0) return lead > 0;
  const [a, b] = await Promise.all([digest(key), digest(other)]);
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

/** How many of the profiles the key opens. */
async function opened(key: string, profiles: readonly Profile[]): Promise<number> {
  const names = await Promise.all(profiles.map(({ name_enc }) => decryptText(key, name_enc).catch(() => undefined)));
  return names.filter((name) => name !== undefined).length;
}

async function digest(key: string): Promise<Uint8Array> {
  return new Uint8Array(await webCrypto().digest('SHA-256', keyBytes('key', key)));
}
