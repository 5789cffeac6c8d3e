import type { IncomingMessage, Server } from 'node:http';

/** `http://host/path`, as clients send it to a proxy: HTTP obliges every server to understand it. */
const ABSOLUTE = /^https?:\/\/([^/?#]+)([^#]*)/i;
/** A host and perhaps a port. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+,;=-]*)(?::\d*)?$/i;

/** Lets everything that serves a request find its path in `url`, and the host that it is for in `headers.host`. */
export function understandTargets(server: Server): void {
  for (const event of ['request', 'upgrade']) {
    server.prependListener(event, (request: IncomingMessage) => {
      const [, authority, path] = ABSOLUTE.exec(request.url ?? '') ?? [];
      if (authority === undefined || ambiguityOf(request) !== null) return;
      request.url = path.startsWith('/') ? path : `/${path}`;
      request.headers.host = authority.slice(authority.lastIndexOf('@') + 1);
    });
  }
}

/**
 * What nobody could serve without guessing what the client meant, and what another server on the way may have
 * understood otherwise: a sentence for the client, or null.
 */
export function ambiguityOf(request: IncomingMessage): string | null {
  const { httpVersion, headers } = request;
  const coding = headers['transfer-encoding'];
  if (headers.host === undefined && httpVersion !== '1.0') return 'a Host header is required';
  if (!isHostClear(request)) return 'one Host header with a host is allowed';
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion === '1.0')) {
    return 'the only Transfer-Encoding is chunked, over HTTP/1.1';
  }
  return null;
}

function isHostClear({ rawHeaders, headers }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i].length === 4 && rawHeaders[i].toLowerCase() === 'host') hosts += 1;
  }
  return hosts <= 1 && HOST.test(headers.host ?? '');
}
