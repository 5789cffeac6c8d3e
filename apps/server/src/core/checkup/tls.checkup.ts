import { X509Certificate } from 'node:crypto';
import type { Config } from '../config/config.js';
import { now } from '../security/clock.js';
import { type Finding, Findings } from './finding.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Certificates are usually renewed a month before they expire: less than this and that has failed. */
const SOON_DAYS = 14;

/** Is the certificate valid, for long enough, and with all that clients need to trust it? Start reads files that do not fit. */
export function checkTls({ tls }: Pick<Config, 'tls'>): Finding[] {
  const found = new Findings('TLS');
  if (!tls) return found.orOk('off: a reverse proxy has to speak it, unless all clients are on this machine');
  const chain = certificatesIn(tls.cert);
  const [own] = chain;
  const [from, until] = [own.validFrom, own.validTo].map((time) => new Date(time));
  const days = Math.floor((until.getTime() - now().getTime()) / DAY_MS);
  const renew = 'Renew the certificate; the server reads it again when it starts.';
  if (from > now()) found.error(`the certificate is valid from ${from.toISOString()} on`, renew);
  if (until <= now()) found.error(`the certificate expired on ${until.toISOString()}`, renew);
  else if (days < SOON_DAYS) found.warning(`the certificate expires in ${days} days, on ${until.toISOString()}`, renew);
  for (const [index, issuer] of chain.slice(1).entries()) {
    if (chain[index].checkIssued(issuer)) continue;
    const advice = 'Put the certificates in order: first the own one, then the one that issued it, and so on.';
    found.error(`certificate ${index + 2} of DIALTONE_TLS_CERT did not issue the one before it`, advice);
  }
  if (own.checkIssued(own)) {
    found.warning(
      'the certificate is issued by itself',
      'Clients trust it only when they are told to: get one of an authority.',
    );
  } else if (chain.length === 1) {
    const advice =
      'Unless a root that all clients know has issued it, use the file with the whole chain (fullchain.pem).';
    found.warning('DIALTONE_TLS_CERT has the own certificate alone, and not the one that issued it', advice);
  }
  return found.orOk(`a certificate for ${own.subjectAltName ?? own.subject}, until ${until.toISOString()}`);
}

function certificatesIn(pem: Buffer): X509Certificate[] {
  const blocks =
    pem.toString('latin1').match(/-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END \1CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
