import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ReverseProxyOptions {
  /** Does it pass on WebSocket upgrades? */
  readonly upgrades?: boolean;
  /** The Host that the server behind it is told, in place of the client's. */
  readonly host?: string;
  /** Does it say whose request it is? */
  readonly forwardedFor?: string;
}

/** A reverse proxy in front of a server, with the mistakes that operators make. Of an upgrade it passes on the refusal only. */
export async function startReverseProxy(
  target: string,
  { upgrades = true, host, forwardedFor }: ReverseProxyOptions,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const onward = ({ method, url, headers }: IncomingMessage) => {
    const { upgrade, connection, ...others } = headers;
    const changed = {
      ...others,
      ...(upgrades && upgrade !== undefined ? { upgrade, connection } : {}),
      ...(host === undefined ? {} : { host }),
      ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    };
    return request(new URL(url ?? '/', target), { method, headers: changed, agent: false });
  };
  const server = createServer((incoming, outgoing) => {
    const next = onward(incoming).on('response', (response: IncomingMessage) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(next);
  }).listen(0, '127.0.0.1');
  if (upgrades) {
    server.on('upgrade', (incoming: IncomingMessage, socket: Socket) => {
      const back = ({ statusCode, headers }: IncomingMessage) => {
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
        socket.end(`HTTP/1.1 ${String(statusCode)} Refused\r\n${lines.join('')}\r\n`);
      };
      onward(incoming).on('response', back).end();
    });
  }
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
