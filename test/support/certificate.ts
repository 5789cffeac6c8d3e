import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A self-signed certificate for 127.0.0.1, in files. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** What a client has to trust. */
  readonly pem: Buffer;
  remove(): Promise<void>;
}

/** Makes a certificate with the `openssl` of the machine. */
export async function makeCertificate(): Promise<Certificate> {
  const home = await mkdtemp(join(tmpdir(), 'dialtone-tls-'));
  const [certFile, keyFile] = [join(home, 'cert.pem'), join(home, 'key.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const files = ['-keyout', keyFile, '-out', certFile];
  await promisify(execFile)('openssl', ['req', '-x509', ...curve, '-days', '2', ...subject, ...files]);
  return { certFile, keyFile, pem: await readFile(certFile), remove: () => rm(home, { recursive: true }) };
}
