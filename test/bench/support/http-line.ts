import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Larger than any page. */
const MAX_ANSWER = 1024 * 1024;

/**
 * One connection that is kept alive, for one GET at a time. Of an answer's head it reads only the length, because an HTTP
 * library would take as long as the server.
 */
export class HttpLine {
  private readonly answer = Buffer.alloc(MAX_ANSWER);
  private received = 0;
  private done: (() => void) | undefined;

  private constructor(private readonly socket: Socket) {}

  static async open(port: number): Promise<HttpLine> {
    const socket: Socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: { buffer: Buffer.alloc(256 * 1024), callback: (size, chunk) => line.take(chunk.subarray(0, size)) },
    });
    const line = new HttpLine(socket);
    await once(socket, 'connect');
    return line;
  }

  /** Sends a GET; resolves with the body as text and the milliseconds until its last byte arrived. */
  async get(path: string, token: string): Promise<{ ms: number; body: string }> {
    this.received = 0;
    const start = performance.now();
    const answered = new Promise<void>((resolve) => (this.done = resolve));
    this.socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await answered;
    const ms = performance.now() - start;
    return { ms, body: this.answer.toString('utf8', this.bodyStart(), this.received) };
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Uint8Array): boolean {
    this.answer.set(chunk, this.received);
    this.received += chunk.length;
    const start = this.bodyStart();
    if (start === -1) return true;
    const length = /\r\ncontent-length: (\d+)\r\n/i.exec(this.answer.toString('latin1', 0, start))?.[1];
    if (length === undefined) throw new Error('an answer without a length');
    if (this.received >= start + Number(length)) this.done?.();
    return true;
  }

  private bodyStart(): number {
    const end = this.answer.subarray(0, this.received).indexOf('\r\n\r\n');
    return end === -1 ? -1 : end + 4;
  }
}
