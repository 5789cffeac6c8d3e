import type { SealedAnswer } from '../crypto/link.js';
import { readDocument } from './documents.js';
import { withPin } from './pins.js';
import type { KnownKeyVersions, TrustDocument } from './store.js';

/** What a device that asks to be linked posts; the server does not read it. */
export interface PostedRequest {
  readonly signing_key: string;
  readonly capabilities: readonly string[];
  readonly mac: string;
}

/** What the linked device is told besides the identity. */
export interface HandedOver {
  readonly trust: TrustDocument;
  /** By channel, the version of its key that counts, so that the server cannot show the new device an older one. */
  readonly versions: Readonly<Record<string, Pick<KnownKeyVersions, 'version' | 'commitment'>>>;
}

/** A version in short: channel id, version, commitment. */
type ShortVersion = readonly [string, number, string];

/** A pin in short, since an answer has room for some 400: user id, identity, generation, is it verified, changed to. */
type ShortPin = readonly [string, string, number, 0 | 1, string?];

const VERSION = 1;

export function writeRequest(request: PostedRequest): string {
  return JSON.stringify({ v: VERSION, ...request });
}

/** Undefined for what is no request, or one of a later version. */
export function readRequest(text: string): PostedRequest | undefined {
  const { v, signing_key, capabilities, mac } = parse(text);
  const isRequest =
    v === VERSION && typeof signing_key === 'string' && typeof mac === 'string' && isTexts(capabilities);
  return isRequest ? { signing_key, capabilities, mac } : undefined;
}

export function writeAnswer(answer: SealedAnswer): string {
  return JSON.stringify({ v: VERSION, ...answer });
}

/** Undefined for what is no answer, or one of a later version. */
export function readAnswer(text: string): SealedAnswer | undefined {
  const { v, device_id, identity_key, sealed } = parse(text);
  const isAnswer = v === VERSION && [device_id, identity_key, sealed].every((field) => typeof field === 'string');
  return isAnswer ? ({ device_id, identity_key, sealed } as SealedAnswer) : undefined;
}

/**
 * What the new device is told, in at most so many bytes. What does not fit is left out, and pinned by the new device as it
 * sees it: first the pins that nobody has compared, then versions of keys.
 */
export function writeHandedOver({ trust, versions }: HandedOver, mostBytes: number): Uint8Array<ArrayBuffer> {
  const pins = Object.entries(trust.users).map(([userId, pin]): ShortPin => {
    const { identity_key, generation, is_verified, changed_to } = pin;
    const short = [userId, identity_key, generation, is_verified ? 1 : 0] as const;
    return changed_to === undefined ? short : [...short, changed_to];
  });
  const keys = Object.entries(versions).map(([id, { version, commitment }]): ShortVersion => [id, version, commitment]);
  const write = (told: object) => new TextEncoder().encode(JSON.stringify(told));
  let left = mostBytes - write({ pins: [], keys: [] }).length;
  const fits = (item: object) => (left -= write(item).length + 1) >= 0;
  const verified = pins.filter((pin) => pin[3] === 1).filter(fits);
  const fittingKeys = keys.filter(fits);
  const others = pins.filter((pin) => pin[3] === 0).filter(fits);
  return write({ pins: [...verified, ...others], keys: fittingKeys });
}

/** What the old device has told. Fields of later versions are ignored; a list that is none is an empty one. */
export function readHandedOver(bytes: Uint8Array): HandedOver {
  const { pins, keys } = parse(new TextDecoder().decode(bytes));
  let trust: TrustDocument = { users: {} };
  for (const [userId, identity_key, generation, isVerified, changed_to] of isLists<ShortPin>(pins) ? pins : []) {
    trust = withPin(trust, userId, {
      identity_key,
      generation,
      is_verified: isVerified === 1,
      ...(changed_to && { changed_to }),
    });
  }
  const channels = Object.fromEntries(
    (isLists<ShortVersion>(keys) ? keys : []).map(([id, version, commitment]) => [
      id,
      { version, commitment, keys: {} },
    ]),
  );
  return {
    trust: readDocument('trust', trust) ?? { users: {} },
    versions: readDocument('key_versions', { channels })?.channels ?? {},
  };
}

function isLists<T extends readonly unknown[]>(value: unknown): value is T[] {
  return Array.isArray(value) && value.every(Array.isArray);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // without the parser's error: it quotes the text
  }
}
