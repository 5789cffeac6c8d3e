import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from '../../../../../test/support/certificate.js';
import { assertPair, readCertificates, readPrivateKey } from './pem.js';

let home: string;
let ours: Certificate;
let other: Certificate;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-pem-'));
  [ours, other] = await Promise.all([makeCertificate(), makeCertificate()]);
});
afterAll(async () => {
  rmSync(home, { recursive: true });
  await ours.remove();
  await other.remove();
});

function file(content: string | Buffer): string {
  const path = join(home, 'file.pem');
  writeFileSync(path, content);
  return path;
}

function openssl(...args: string[]): string {
  const out = join(home, 'made.pem');
  execFileSync('openssl', [...args, '-out', out], { stdio: 'pipe' });
  return out;
}

it('takes a certificate, a chain, and a key that belongs to the first of them', () => {
  const chain = file(Buffer.concat([ours.pem, other.pem]));

  expect(readCertificates(ours.certFile)).toEqual(ours.pem);
  expect(() => assertPair({ cert: readCertificates(chain), key: readPrivateKey(ours.keyFile) })).not.toThrow();
});

it('refuses a key of another certificate', () => {
  const key = readPrivateKey(other.keyFile);

  expect(() => assertPair({ cert: ours.pem, key })).toThrow('the key is not the one of the first certificate');
});

it('refuses a certificate that nobody would accept', () => {
  const key = openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:512');
  const pem = readFileSync(key);
  const cert = readFileSync(openssl('req', '-x509', '-key', key, '-subj', '/CN=localhost', '-days', '2'));

  expect(() => assertPair({ cert, key: pem })).toThrow(/^TLS cannot use them \(.*too small\)$/);
});

it('refuses what is no certificate', () => {
  const der = openssl('x509', '-in', ours.certFile, '-outform', 'DER');

  for (const path of [file(''), file('a certificate'), der, ours.keyFile]) {
    expect(() => readCertificates(path)).toThrow('expected a PEM file of certificates');
  }
});

it('refuses what is no key', () => {
  const locked = openssl('pkey', '-in', ours.keyFile, '-aes256', '-passout', 'pass:secret');

  for (const path of [file(''), file('a key'), ours.certFile]) {
    expect(() => readPrivateKey(path)).toThrow('expected a PEM file with a private key: this file has something else');
  }
  expect(() => readPrivateKey(locked)).toThrow('a private key: this one has a passphrase');
});

it.each([readCertificates, readPrivateKey])('says why a file cannot be read: %p', (read) => {
  expect(() => read(join(home, 'none'))).toThrow('expected the path of a readable PEM file (ENOENT: no such file');
  expect(() => read(home)).toThrow('expected the path of a readable PEM file (EISDIR: illegal operation');
});
