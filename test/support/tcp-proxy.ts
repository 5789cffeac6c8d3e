import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut. */
export class TcpProxy {
  private readonly open = new Set<Socket>();
  private isCut = false;
  /** Cuts a connection when the server answers the first bytes that this is true for: they arrive, the answer does not. */
  private cutAnswerTo: ((bytes: Buffer) => boolean) | undefined;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(port: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const proxy = new TcpProxy(server, typeof address === 'object' && address ? address.port : 0);
    server.on('connection', (client) => proxy.pass(client, connect(port, host)));
    return proxy;
  }

  /** Breaks every connection, and every new one at once. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.open) socket.destroy();
  }

  restore(): void {
    this.isCut = false;
  }

  /** Resolves once a connection was cut after the bytes went through and before their answer came back. */
  cutBeforeAnswerTo(isMeant: (bytes: Buffer) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.cutAnswerTo = (bytes) => {
        if (!isMeant(bytes)) return false;
        this.cutAnswerTo = undefined;
        resolve();
        return true;
      };
    });
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket, server: Socket): void {
    let isMarked = false;
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.open.delete(one);
        other.destroy();
      });
    }
    if (this.isCut) {
      client.destroy();
      return;
    }
    client.on('data', (bytes: Buffer) => {
      isMarked ||= this.cutAnswerTo?.(bytes) ?? false;
      server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (isMarked) client.destroy();
      else client.write(bytes);
    });
  }
}
