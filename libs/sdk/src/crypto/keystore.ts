import { passwordForms, preparePassword } from '../protocol/password.js';
import { open, seal } from './aes-gcm.js';
import { fromBase64, KEY_BYTES, randomBytes, toBase64, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';
import type { ScryptCost } from './scrypt.js';

const COST: ScryptCost = { n: 32768, r: 8, p: 1 };
const SALT_BYTES = 16;

/** The most that opening a file may cost (n · r · p; ours is 2^18), so that a forged one cannot exhaust the program. */
const MAX_COST = 2 ** 21;

/**
 * Encrypts a value under a password, in the format of the keystore files: `{"private_key"}` in `device_key.json`,
 * `{"keys"}` in `channel_keys.json`, `{"key"}` in `directory_key.json`. `value` is anything that JSON can hold; returns
 * the file's text. Takes a moment (scrypt, n = 32768) and 32 MiB. The password counts in Unicode's form NFC, with U+0020
 * for any other blank, so it is the same whatever keyboard types it. Throws CryptoError `invalid_password`, or
 * `invalid_data` for a value that JSON cannot hold.
 */
export async function sealKeystore(password: string, value: object): Promise<string> {
  return new KeystoreSealer(password).seal(value);
}

/** Like {@link sealKeystore}, with a salt and a nonce that only test vectors may choose. */
export async function sealKeystoreWith(password: string, value: object, salt: Bytes, nonce?: Bytes): Promise<string> {
  return sealUnder(await passwordKey(preparePassword(password), salt, COST), value, salt, nonce);
}

/**
 * Decrypts a keystore file's text and returns the value in it. Sealed under the password as it is
 * given, as other clients seal theirs, it opens too. Throws CryptoError `wrong_password` (also when the file was
 * changed), `invalid_data` or `invalid_password`.
 */
export async function openKeystore(password: string, keystore: string): Promise<unknown> {
  if (typeof password !== 'string') throw new CryptoError('invalid_password', 'the password must be a string');
  return openUnder(passwordForms(password), passwordKey, keystore);
}

/**
 * Seals and opens the keystores of one password, as {@link sealKeystore} and {@link openKeystore} do, but derives the key
 * of a salt once, and seals with the salt of the first keystore that it opened: the files of a folder cost one derivation.
 */
export class KeystoreSealer {
  readonly #password: string;
  readonly #keys = new Map<string, Promise<Bytes>>();
  #salt: Bytes | undefined;

  /** Throws CryptoError `invalid_password`. */
  constructor(password: string) {
    // In plain JavaScript it is easily undefined, which would be encoded like the empty password.
    if (typeof password !== 'string' || password === '') {
      throw new CryptoError('invalid_password', 'the password must be a string that is not empty');
    }
    this.#password = password;
  }

  async seal(value: object): Promise<string> {
    const salt = (this.#salt ??= randomBytes(SALT_BYTES));
    return sealUnder(await this.#key(preparePassword(this.#password), salt, COST), value, salt);
  }

  async open(keystore: string): Promise<unknown> {
    const keyOf: typeof passwordKey = (password, salt, cost) => {
      if (salt.length === SALT_BYTES) this.#salt ??= salt;
      return this.#key(password, salt, cost);
    };
    return openUnder(passwordForms(this.#password), keyOf, keystore);
  }

  #key(password: string, salt: Bytes, cost: ScryptCost): Promise<Bytes> {
    const name = JSON.stringify([password === this.#password, toBase64(salt), cost]);
    const key = this.#keys.get(name) ?? passwordKey(password, salt, cost);
    this.#keys.set(name, key);
    return key;
  }
}

async function sealUnder(key: Bytes, value: object, salt: Bytes, nonce?: Bytes): Promise<string> {
  const data = await seal(key, jsonBytes(value), nonce);
  return JSON.stringify({ version: 1, kdf: 'scrypt', salt: toBase64(salt), ...COST, cipher: 'aes-256-gcm', data });
}

function jsonBytes(value: unknown): Bytes {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    // A BigInt, or a circle. Without the error: it may quote the value.
  }
  if (json === undefined) throw new CryptoError('invalid_data', 'JSON cannot hold the value');
  return new TextEncoder().encode(json);
}

/** Opens a keystore under the first of the passwords that does. */
async function openUnder(
  [password = '', ...others]: readonly string[],
  keyOf: typeof passwordKey,
  keystore: string,
): Promise<unknown> {
  const { salt, cost, data } = parseKeystore(keystore);
  const plaintext = await open(await keyOf(password, salt, cost), data).catch((error: unknown) => {
    if (!(error instanceof CryptoError) || error.code === 'invalid_data') throw error;
    if (others.length > 0) return null;
    throw new CryptoError('wrong_password', 'the password is the wrong one, or the keystore was changed');
  });
  if (plaintext === null) return openUnder(others, keyOf, keystore);
  const value = parseJson(plaintext);
  if (value === undefined) throw new CryptoError('invalid_data', 'the keystore does not hold JSON');
  return value;
}

async function passwordKey(password: string, salt: Bytes, cost: ScryptCost): Promise<Bytes> {
  const { scrypt } = await import('./scrypt.js'); // most pages have no use for it
  return scrypt(new TextEncoder().encode(password), salt, cost, KEY_BYTES);
}

function parseKeystore(text: string): { salt: Bytes; cost: ScryptCost; data: unknown } {
  const file = parseJson(new TextEncoder().encode(text));
  if (typeof file !== 'object' || file === null) throw new CryptoError('invalid_data', 'the keystore is not JSON');
  const { version, kdf, salt, n, r, p, cipher, data } = file as Record<string, unknown>;
  if (version !== 1 || kdf !== 'scrypt' || cipher !== 'aes-256-gcm') {
    throw new CryptoError('invalid_data', 'the keystore is of an unknown version, kdf or cipher');
  }
  const saltBytes = fromBase64(salt);
  if (saltBytes === undefined || saltBytes.length === 0) {
    throw new CryptoError('invalid_data', "the keystore's salt is not base64");
  }
  if (!isCount(n) || !isCount(r) || !isCount(p) || n < 2 || !Number.isInteger(Math.log2(n))) {
    throw new CryptoError('invalid_data', "the keystore's n, r or p is not one of scrypt");
  }
  if (n * r * p > MAX_COST) {
    throw new CryptoError('invalid_data', "the keystore's n, r and p would cost too much");
  }
  return { salt: saltBytes, cost: { n, r, p }, data };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function parseJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    // Without the parser's error: it quotes the text, and the text may hold keys.
    return undefined;
  }
}
