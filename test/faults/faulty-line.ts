import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What can happen to the connections of a line. */
export const faultKinds = ['cut', 'reset', 'stall', 'lose', 'delay', 'half-close', 'half-open', 'down'] as const;
export type FaultKind = (typeof faultKinds)[number];

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  isStalled: boolean;
  delayMs: number;
}

/** A TCP line to a server on which everything goes wrong that can go wrong on a network. */
export class FaultyLine {
  private readonly pairs = new Set<Pair>();
  private downUntil = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(serverUrl: string): Promise<FaultyLine> {
    const { port } = new URL(serverUrl);
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const line = new FaultyLine(server, `http://127.0.0.1:${String(typeof address === 'object' && address?.port)}`);
    server.on('connection', (client) => line.pass(client, Number(port)));
    return line;
  }

  /** Inflicts the fault on every connection that is open now; `ms` is how long a passing fault lasts. */
  inflict(kind: FaultKind, ms: number): void {
    if (kind === 'down') this.downUntil = performance.now() + ms;
    for (const pair of this.pairs) this.harm(pair, kind, ms);
  }

  async close(): Promise<void> {
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
    this.server.close();
    await once(this.server, 'close');
  }

  private harm(pair: Pair, kind: FaultKind, ms: number): void {
    const { client, server } = pair;
    switch (kind) {
      case 'cut':
      case 'down':
        client.destroy();
        server.destroy();
        break;
      case 'reset':
        client.resetAndDestroy();
        server.resetAndDestroy();
        break;
      case 'stall': // for a while nothing moves; then everything that waited arrives
      case 'lose': // from now on nothing moves, and nobody is told
        pair.isStalled = true;
        client.pause();
        server.pause();
        if (kind === 'stall') setTimeout(() => this.goOn(pair), ms);
        break;
      case 'delay':
        pair.delayMs = ms;
        break;
      case 'half-close': // the server hears that the client has finished, and goes on talking
        server.end();
        break;
      case 'half-open': // the server is gone, and the client is not told
        server.destroy();
        break;
    }
  }

  private goOn(pair: Pair): void {
    pair.isStalled = false;
    pair.client.resume();
    pair.server.resume();
  }

  private pass(client: Socket, port: number): void {
    client.on('error', () => undefined);
    if (performance.now() < this.downUntil) {
      client.destroy();
      return;
    }
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = { client, server, isStalled: false, delayMs: 0 };
    this.pairs.add(pair);
    server.on('error', () => undefined);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      // Whatever its delay, nothing overtakes what came before it.
      let before: Promise<unknown> = Promise.resolve();
      const later = (action: () => void) => {
        const { delayMs } = pair;
        const due = delayMs === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, delayMs));
        before = Promise.all([before, due]).then(action);
      };
      from.on('data', (bytes: Buffer) => later(() => to.write(bytes)));
      from.on('end', () => later(() => to.end()));
    }
    client.on('close', () => {
      server.destroy();
      this.pairs.delete(pair);
    });
  }
}
