import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for localhost that an authority has issued, with the files that a server needs. */
export interface IssuedCertificate {
  readonly keyFile: string;
  /** The own certificate alone, then the whole chain, then the chain with the issuer first. */
  readonly alone: string;
  readonly chain: string;
  readonly reversed: string;
  /** The authority's. */
  readonly caFile: string;
  remove(): void;
}

/** Issues a certificate with the `openssl` of the machine; with 0 days it has expired already. */
export function issueCertificate(days: number): IssuedCertificate {
  const home = mkdtempSync(join(tmpdir(), 'dialtone-chain-'));
  const file = (name: string) => join(home, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: home, stdio: 'ignore' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...curve, '-days', '30', '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.pem');
  openssl('req', ...curve, '-subj', '/CN=localhost', '-keyout', 'own.key', '-out', 'own.csr');
  const issue = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)];
  openssl('x509', '-req', '-in', 'own.csr', ...issue, '-out', 'alone.pem');
  const [own, ca] = ['alone.pem', 'ca.pem'].map((name) => readFileSync(file(name), 'utf8'));
  writeFileSync(file('chain.pem'), own + ca);
  writeFileSync(file('reversed.pem'), ca + own);
  return {
    keyFile: file('own.key'),
    alone: file('alone.pem'),
    chain: file('chain.pem'),
    reversed: file('reversed.pem'),
    caFile: file('ca.pem'),
    remove: () => rmSync(home, { recursive: true }),
  };
}
