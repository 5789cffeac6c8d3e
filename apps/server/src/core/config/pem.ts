import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { reasonOf } from './start-error.js';

/** A certificate chain, the server's own certificate first, and its private key, both PEM. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads a PEM file of certificates.
 *
 * @throws {Error} that says what is expected
 */
export function readCertificates(path: string): Buffer {
  const pem = read(path);
  try {
    new X509Certificate(pem);
    if (pem.includes('-----BEGIN')) return pem; // else it is DER
  } catch {
    // said below
  }
  throw new Error('expected a PEM file of certificates: this file has something else in it');
}

/**
 * Reads a PEM file with a private key.
 *
 * @throws {Error} that says what is expected
 */
export function readPrivateKey(path: string): Buffer {
  const pem = read(path);
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    const found = pem.includes('ENCRYPTED') ? 'this one has a passphrase' : 'this file has something else in it';
    throw new Error(`expected a PEM file with a private key: ${found}`);
  }
}

/**
 * Makes sure that a server can use the two together.
 *
 * @throws {Error} that says why it cannot
 */
export function assertPair({ cert, key }: TlsFiles): void {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new Error('the key is not the one of the first certificate in the file');
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(`TLS cannot use them (${reasonOf(error)})`);
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`expected the path of a readable PEM file (${reasonOf(error)})`);
  }
}
