import { signingPublicKeyOf } from '../crypto/ed25519.js';
import { isProofOf, signMessage, type ProvenMessage } from '../crypto/message-proof.js';
import type { Message, MessageProof } from '../generated/types.js';
import type { NewMessage } from '../realtime/outbox.js';
import { sessionOf, type ChatContext } from './context.js';
import type { MessageRefused, ProofState } from './events.js';
import { BLOCK } from './message-order.js';
import type { Certified, Signers } from './signers.js';

/** How many messages are remembered, so that none is shown a second time under another id. */
const MOST_SEEN = 10_000;
const MINUTE_MS = 60_000;
/** How many blocks of counters are remembered; a session takes one when it first sends something. */
const MOST_BLOCKS = 1_000;
const NONE = { blocks: [], signers: [] };

/** What is found out about who sent a message. */
export type Verdict =
  | { readonly proof: Exclude<ProofState, 'invalid' | 'out-of-order'> }
  | { readonly proof: 'invalid'; readonly forgery: MessageRefused['reason'] };

/** What {@link Proofs} work with. */
export interface ProofsOptions {
  readonly signers: Signers;
  readonly trust: Certified;
  /** Asks the server for all devices and their certificates. */
  readonly refresh: () => Promise<unknown>;
}

/** Signs the messages that this device sends, and finds out who sent those that it reads. */
export class Proofs {
  readonly #context: ChatContext;
  readonly #options: ProofsOptions;
  /** The last counter that was used, and the last one that may be. */
  #block: Promise<{ counter: number; readonly last: number }> | undefined;
  #ownKey: { readonly privateKey: string; readonly publicKey: string } | undefined;
  /** By device and counter, the id of the message. */
  readonly #seen = new Map<string, string>();
  /** Devices without a certificate that the server was asked for. */
  readonly #asked = new Set<string>();
  /** Was it told that the blocks of counters which were taken are not all in the store? */
  #isLossTold = false;

  constructor(context: ChatContext, options: ProofsOptions) {
    this.#context = context;
    this.#options = options;
    context.emitter.on('store-rolled-back', ({ document = 'proofs' }) => {
      this.#isLossTold ||= document === 'proofs';
    });
  }

  /**
   * The message, encrypted with that version of the channel's key, with its proof; as it is while this device's signatures
   * would tell nobody anything. Once it was certified they do, also when the server hides that from this device.
   */
  async sign(message: NewMessage, key_version: number): Promise<NewMessage> {
    const { user_id, device_id } = sessionOf(this.#context);
    const known = this.#options.signers.of(device_id).map(({ signing_key }) => signing_key);
    const signingKey = (await this.certifiedKey()) ?? (await this.#ownKeyAmong(known));
    if (signingKey === undefined) return message;
    const client_id = message.client_id ?? crypto.randomUUID();
    const terms = { device_id, client_id, key_version, counter: await this.#nextCounter() };
    const { client_id: _, ...proof } = await signMessage(signingKey, { ...message, sender_id: user_id }, terms);
    return { ...message, client_id, proof };
  }

  /** Who sent the message? */
  async check(message: Message): Promise<Verdict> {
    const { proof } = message;
    if (proof === undefined) return { proof: 'none' };
    if (this.#options.signers.of(proof.device_id).length === 0) await this.#ask(proof.device_id);
    const signers = this.#options.signers.of(proof.device_id);
    if (signers.length === 0) return { proof: 'unknown' };
    const own = signers.filter(({ user_id }) => user_id === message.sender_id);
    if (own.length === 0) return { proof: 'invalid', forgery: 'wrong-sender' };
    const keys = own.map(({ signing_key }) => signing_key);
    if (!(await isSignedByOneOf(keys, message, proof))) return { proof: 'invalid', forgery: 'signature' };
    if (!this.#isFirst(proof, message.id)) return { proof: 'invalid', forgery: 'replayed' };
    if (proof.device_id === sessionOf(this.#context).device_id) await this.#compare(Math.floor(proof.counter / BLOCK));
    return { proof: 'valid' };
  }

  /** This device's signing key, if it is the one that its certificate names. */
  certifiedKey(): Promise<string | undefined> {
    const certificate = this.#options.trust.certificateOf(sessionOf(this.#context).device_id);
    return this.#ownKeyAmong([certificate?.signing_key]);
  }

  async #ownKeyAmong(publicKeys: readonly (string | undefined)[]): Promise<string | undefined> {
    const privateKey = this.#context.vault.get('identity')?.signing_key;
    if (privateKey === undefined) return undefined;
    if (this.#ownKey?.privateKey !== privateKey)
      this.#ownKey = { privateKey, publicKey: await signingPublicKeyOf(privateKey) };
    return publicKeys.includes(this.#ownKey.publicKey) ? privateKey : undefined;
  }

  async #nextCounter(): Promise<number> {
    for (;;) {
      this.#block ??= this.#reserve();
      const current = this.#block;
      const block = await current.catch((error: unknown) => {
        this.#block = undefined;
        throw error;
      });
      if (block.counter < block.last) return (block.counter += 1);
      if (this.#block === current) this.#block = undefined;
    }
  }

  /**
   * Takes a block of counters that no session of this store has had, so that a crash leaves some out and repeats none.
   * The time makes it a new one even if the store was put back to what it was long ago.
   */
  async #reserve(): Promise<{ counter: number; readonly last: number }> {
    let block = 0;
    await this.#context.vault.update('proofs', (current) => {
      const { blocks, signers } = current ?? NONE;
      block = Math.max((blocks.at(-1) ?? 0) + 1, Math.floor(Date.now() / MINUTE_MS));
      return { blocks: withBlock(blocks, block), signers };
    });
    return { counter: block * BLOCK, last: (block + 1) * BLOCK - 1 };
  }

  /** This device has signed something in that block: a store that knows nothing of it was put back, or there is a copy. */
  async #compare(block: number): Promise<void> {
    const { vault, emitter } = this.#context;
    if (isTaken(vault.get('proofs')?.blocks, block)) return;
    let isUnknown = false;
    await vault.update('proofs', (current) => {
      const { blocks, signers } = current ?? NONE;
      isUnknown = !isTaken(blocks, block); // another session of this store may have taken it
      return { blocks: isUnknown ? withBlock(blocks, block) : blocks, signers };
    });
    if (isUnknown && !this.#isLossTold) emitter.emit('store-rolled-back', { document: undefined });
  }

  /** A device may be newer than the list of devices. Each is asked for once. */
  async #ask(deviceId: string): Promise<void> {
    if (this.#asked.has(deviceId) || this.#asked.size === MOST_SEEN) return;
    this.#asked.add(deviceId);
    try {
      await this.#options.refresh();
      await this.#options.signers.remember();
    } catch {
      this.#asked.delete(deviceId); // the message is shown as of somebody unknown, which it is
    }
  }

  /** Was no other message shown that has this signature? */
  #isFirst({ device_id, counter }: MessageProof, messageId: string): boolean {
    const name = `${device_id} ${String(counter)}`;
    const seen = this.#seen.get(name);
    if (seen !== undefined) return seen === messageId;
    this.#seen.set(name, messageId);
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined && this.#seen.size > MOST_SEEN) this.#seen.delete(oldest);
    return true;
  }
}

/** Has this store taken the block? Of those from before the oldest one that it remembers, nobody knows. */
function isTaken(blocks: readonly number[] = [], block: number): boolean {
  return block <= (blocks[0] ?? -1) || blocks.includes(block);
}

function withBlock(blocks: readonly number[], block: number): number[] {
  return [...blocks, block].sort((a, b) => a - b).slice(-MOST_BLOCKS);
}

async function isSignedByOneOf(keys: readonly string[], message: ProvenMessage, proof: MessageProof): Promise<boolean> {
  for (const key of keys) if (await isProofOf(key, message, proof)) return true;
  return false;
}
