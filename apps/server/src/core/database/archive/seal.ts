import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { ArchiveError } from './archive-error.js';

/** The secrets that belong to a database. */
export interface Secrets {
  readonly pepper: string;
  readonly admin_token: string;
}

/** How they are sealed. All of it is authenticated. */
interface Header {
  readonly cipher: 'aes-256-gcm';
  readonly kdf: 'scrypt';
  readonly n: number;
  readonly r: number;
  readonly p: number;
  /** Base64, as everything that is no number. */
  readonly salt: string;
  readonly nonce: string;
}

/** 128 MiB and about half a second for each guess. */
const COST = { n: 2 ** 17, r: 8, p: 1 } as const;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

const WRONG = 'The secrets cannot be opened: the passphrase is wrong, or they are damaged';

/** Seals secrets with a passphrase; returns the content of their file. */
export async function seal(secrets: Secrets, passphrase: string): Promise<Buffer> {
  const nonce = randomBytes(12);
  const salt = randomBytes(16);
  const header: Header = {
    ...{ cipher: 'aes-256-gcm', kdf: 'scrypt', ...COST },
    ...{ salt: salt.toString('base64'), nonce: nonce.toString('base64') },
  };
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, header), nonce).setAAD(authenticated(header));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(secrets)), cipher.final(), cipher.getAuthTag()]);
  return Buffer.from(`${JSON.stringify({ ...header, sealed: sealed.toString('base64') }, undefined, 2)}\n`);
}

/** @throws {ArchiveError} when the passphrase is wrong */
export async function unseal(file: Buffer, passphrase: string): Promise<Secrets> {
  const { sealed, ...header } = parse(file);
  // What is not made here could ask for any amount of time and memory.
  if (header.n !== COST.n || header.r !== COST.r || header.p !== COST.p) {
    throw new ArchiveError('The secrets are sealed in a way that this version does not know');
  }
  const data = Buffer.from(sealed, 'base64');
  const key = await keyOf(passphrase, header);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(authenticated(header)).setAuthTag(data.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()]).toString();
    return JSON.parse(text) as Secrets;
  } catch {
    throw new ArchiveError(WRONG);
  }
}

function parse(file: Buffer): Header & { readonly sealed: string } {
  try {
    return Object(JSON.parse(file.toString())) as Header & { readonly sealed: string };
  } catch {
    throw new ArchiveError(WRONG);
  }
}

function authenticated({ cipher, kdf, n, r, p, salt, nonce }: Header): Buffer {
  return Buffer.from(JSON.stringify([cipher, kdf, n, r, p, salt, nonce]));
}

function keyOf(passphrase: string, { n: N, r, p, salt }: Header): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // The same passphrase may be typed in several ways.
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
