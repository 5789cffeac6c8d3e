import type { webcrypto } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/**
 * What a session puts off by less it means to do now, only not at the same moment as everybody else. What it tries again,
 * or asks for again because it is missing, waits longer, and nobody waits for that.
 */
const SOON_MS = 500;

/** After so many turns of the event loop without anything new, nothing will come of what has happened. */
const QUIET_TURNS = 10;

/** The operations of Web Crypto, which run on other threads. */
const CRYPTO = [
  'decrypt',
  'deriveBits',
  'deriveKey',
  'digest',
  'encrypt',
  'exportKey',
  'generateKey',
  'importKey',
  'sign',
  'verify',
] as const satisfies (keyof webcrypto.SubtleCrypto)[];

/** Replaces a property until the returned function is called. */
function replace<T extends object, K extends keyof T>(object: T, name: K, value: T[K]): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(object, name);
    else Object.defineProperty(object, name, before);
  };
}

/** What is under way in this process. */
class Work {
  readonly #underWay = new Set<unknown>();
  #begun = 0;
  #restore: (() => void)[] = [];
  #waiting: (() => void)[] = [];

  /** Begins to watch what everything here is made of: cryptography, timers, and turns of the event loop. */
  watch(): void {
    const begin = (one: unknown) => this.#begin(one);
    const end = (one: unknown) => this.#end(one);
    const onTurn = () => (this.#begun += 1);
    const { setTimeout, clearTimeout, MessageChannel } = globalThis;
    const { subtle } = globalThis.crypto;
    const later = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      const timer = setTimeout(() => {
        end(timer);
        run(...args);
      }, ms);
      if (ms < SOON_MS) begin(timer);
      return timer;
    };
    const clear = (timer: Parameters<typeof clearTimeout>[0]) => {
      end(timer);
      clearTimeout(timer);
    };
    class Channel extends MessageChannel {
      constructor() {
        super();
        onTurn();
      }
    }
    this.#restore = [
      replace(globalThis, 'setTimeout', Object.assign<typeof later, typeof setTimeout>(later, setTimeout)),
      replace(globalThis, 'clearTimeout', clear),
      replace(globalThis, 'MessageChannel', Channel),
      ...CRYPTO.map((name) => {
        const operation = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
        const watched = (...args: unknown[]) => {
          const result = operation(...args);
          begin(result);
          const onEnd = () => end(result);
          result.then(onEnd, onEnd);
          return result;
        };
        return replace(subtle, name, watched as never);
      }),
    ];
  }

  unwatch(): void {
    for (const restore of this.#restore.splice(0)) restore();
    this.#underWay.clear();
  }

  async quiet(): Promise<undefined> {
    if (this.#restore.length === 0)
      throw new Error('nobody watches what is under way: call useQuiet in the describe block');
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      const begun = this.#begun;
      await setImmediate();
      if (this.#underWay.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#begun !== begun) turns = -1;
    }
  }

  #begin(one: unknown): void {
    this.#begun += 1;
    this.#underWay.add(one);
  }

  #end(one: unknown): void {
    if (!this.#underWay.delete(one) || this.#underWay.size > 0) return;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}

const work = new Work();

/** Lets the tests wait with `quiet`. */
export function useQuiet(): void {
  beforeEach(() => work.watch());
  afterEach(() => work.unwatch());
}

/**
 * Resolves once nothing is under way any more: nobody waits for an answer of a fake server, encrypts, or is about to.
 * What a test holds back itself does not count.
 */
export function quiet(): Promise<undefined> {
  return work.quiet();
}
