import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { realtimePath } from '@app/contract';
import { type Finding, Findings } from '../core/checkup/finding.js';
import type { AdminApi } from './admin-api.js';
import { Failure } from './failure.js';
import { isInClear } from './reach.js';

const PATIENCE_MS = 10_000;
/** Of no page that a server allows: `.invalid` is nobody's. */
const FOREIGN_ORIGIN = 'https://doctor.invalid';
const CODE = 'x-error-code';

/**
 * What clients meet at a server's address: is it Dialtone, do WebSockets get through, does the proxy keep the Host, and
 * whose address does the server see?
 *
 * @param api with the server's admin token; null where that is not known
 */
export async function checkProxy(url: string, api: AdminApi | null): Promise<Finding[]> {
  const found = new Findings('address');
  const { hostname, origin } = new URL(url);
  if (isInClear(url)) {
    found.error(`${url} is not encrypted`, 'Speak TLS there: passwords and tokens travel in clear.');
  }
  try {
    const { statusCode, headers } = await ask(`${url}/health`);
    if (statusCode !== 200 || headers['x-request-id'] === undefined) {
      found.error(`${url}/health answers ${statusCode}, and not as Dialtone does`, 'Let the proxy pass every path on.');
      return found.list;
    }
    // Only a handshake is asked for its origin: a foreign one is refused for it, and a plain request for its token.
    const foreign = await ask(url + realtimePath, { ...HANDSHAKE, Origin: FOREIGN_ORIGIN });
    if (foreign.headers[CODE] !== 'origin_not_allowed') {
      const advice =
        'Let the proxy pass on the headers Upgrade and Connection, by HTTP/1.1; docs/deployment.md has examples.';
      found.error(`a WebSocket does not get through to the server (${foreign.statusCode})`, advice);
    } else {
      const own = await ask(url + realtimePath, { ...HANDSHAKE, Origin: origin });
      if (own.headers[CODE] === 'origin_not_allowed') {
        const advice = 'Let the proxy pass on the Host header; otherwise name the page in DIALTONE_ALLOWED_ORIGINS.';
        found.error(`a page of ${origin} is refused as a foreign one`, advice);
      }
    }
    // The token is for Dialtone alone, and not for everybody on the way.
    if (api && found.list.length === 0) await checkClientAddress(api, hostname, found);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    found.error(error.message, 'Start the server and the proxy, and check name, port and certificate.');
  }
  return found.orOk(`${url} leads to Dialtone, also with WebSockets`);
}

const HANDSHAKE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'ZGlhbHRvbmUgZG9jdG9yIQ==',
};

/** The head of the answer; a refused handshake is one too. */
async function ask(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, { headers, agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }).end();
  request.on('upgrade', (_response, socket) => socket.destroy());
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return response;
  } catch (error) {
    throw new Failure(`${new URL(url).origin} does not answer (${(error as Error).message})`);
  } finally {
    request.destroy();
  }
}

async function checkClientAddress(api: AdminApi, hostname: string, found: Findings): Promise<void> {
  const seen = await api.call('describeRequest', undefined).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    found.warning(
      `whose address it sees, it does not tell: ${error.message}`,
      'Set DIALTONE_ADMIN_TOKEN to its admin token.',
    );
  });
  if (!seen) return;
  const { address, peer, is_forwarded } = seen;
  if (is_forwarded && address === peer) {
    const advice = `Set DIALTONE_TRUST_PROXY=${peer}; otherwise everybody shares the limits of the proxy.`;
    found.error(`the proxy at ${peer} says whose request it is, and is not believed`, advice);
  } else if (!is_forwarded && isPrivate(peer) && !isPrivate(hostname)) {
    const advice = 'If it is a proxy, let it set X-Forwarded-For, and name it in DIALTONE_TRUST_PROXY.';
    found.warning(`the server sees everybody as ${peer}, and no X-Forwarded-For`, advice);
  } else found.ok(`the server sees this machine as ${address}`);
}

/** An address or name that only means something in a network of one's own. */
function isPrivate(host: string): boolean {
  if (isIP(host) === 0) return !host.includes('.');
  return /^(127\.|::1$|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe80:)/i.test(host);
}
