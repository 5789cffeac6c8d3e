import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Milliseconds between two portions on a slow line. */
const PORTION_MS = 20;

/** What waits its turn on a slow line. */
interface Waiting {
  readonly client: Socket;
  readonly server: Socket;
  bytes: Buffer;
}

/** A proxy to a server whose connections can be cut. */
export class TcpProxy {
  private readonly open = new Set<Socket>();
  private isCut = false;
  private isStalled = false;
  private bytesPerSecond: number | undefined;
  private readonly waiting: Waiting[] = [];
  /** Cuts the connection that first carries such bytes once the server answers them: they arrive, the answer does not. */
  private cutAnswerTo: ((bytes: Buffer) => boolean) | undefined;

  /** Holds back the first such bytes, and cuts their connection on the client's side only. */
  private keepBack: ((bytes: Buffer, server: Socket) => boolean) | undefined;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private target: number,
  ) {}

  static async to(port: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const proxy = new TcpProxy(server, typeof address === 'object' && address ? address.port : 0, port);
    server.on('connection', (client) => proxy.pass(client, connect(proxy.target, host)));
    return proxy;
  }

  /** Cuts all connections, and new ones as soon as they open. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.open) socket.destroy();
  }

  /** Leads new connections to another server, as an address does after a failover; open ones stay where they are. */
  leadTo(port: number): void {
    this.target = port;
  }

  /** Swallows every byte from now on and closes nothing, as if the server hung. */
  stall(): void {
    this.isStalled = true;
  }

  /** Lets so many bytes a second of the answers through from now on, first come, first served, as a narrow line does. */
  throttle(bytesPerSecond: number): void {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Ends a cut, or a stall: what was swallowed stays lost. */
  restore(): void {
    this.isCut = false;
    this.isStalled = false;
  }

  /** Lets such bytes through, and resolves once their connection was cut before the answer came back. */
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

  /**
   * Resolves once such bytes were kept back and the client's side of their connection was cut; to be called for them to
   * arrive after all, late.
   */
  cutBefore(isMeant: (bytes: Buffer) => boolean): Promise<() => void> {
    return new Promise((resolve) => {
      this.keepBack = (bytes, server) => {
        if (!isMeant(bytes)) return false;
        this.keepBack = undefined;
        resolve(() => server.write(bytes));
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
    let isKept = false;
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.open.delete(one);
        if (!isKept) other.destroy();
      });
    }
    if (this.isCut) {
      client.destroy();
      return;
    }
    client.on('data', (bytes: Buffer) => {
      if (this.isStalled) return;
      isMarked ||= this.cutAnswerTo?.(bytes) ?? false;
      isKept = this.keepBack?.(bytes, server) ?? false;
      if (isKept) client.destroy();
      else server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (this.isStalled) return;
      if (isMarked) client.destroy();
      else this.answer({ client, server, bytes });
    });
  }

  private answer(answer: Waiting): void {
    if (this.bytesPerSecond === undefined) {
      answer.client.write(answer.bytes);
      return;
    }
    answer.server.pause();
    if (this.waiting.push(answer) === 1) this.letThrough();
  }

  private letThrough(): void {
    const [first] = this.waiting;
    if (first === undefined || this.bytesPerSecond === undefined) return;
    const portion = Math.ceil((this.bytesPerSecond * PORTION_MS) / 1000);
    setTimeout(() => {
      first.client.write(first.bytes.subarray(0, portion));
      first.bytes = first.bytes.subarray(portion);
      if (first.bytes.length === 0 || first.client.destroyed) {
        this.waiting.shift();
        first.server.resume();
      }
      this.letThrough();
    }, PORTION_MS);
  }
}
