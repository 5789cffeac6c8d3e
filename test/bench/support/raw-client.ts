import { connect, type Socket } from 'node:net';
import type { Target } from './target.js';

/** Shared by all sockets: what arrives is handled before the next one reads into it. */
const shared = Buffer.alloc(256 * 1024);

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Sees the text frames of a connection; the bytes are only valid during the call. */
export type OnText = (bytes: Buffer, start: number, end: number) => void;

/**
 * A WebSocket client that costs next to nothing: it walks over the headers of the frames in whatever chunk arrives,
 * and makes no object for any of them. Written for counting thousands of receivers in one process.
 */
export class RawClient {
  onText: OnText = () => undefined;
  /** Called once when the connection ends, with the close code that the server gave, or 1006. */
  onClose: (code: number) => void = () => undefined;
  isOpen = false;
  private rest: Buffer | undefined;
  private handshake = '';
  private closeCode = 1006;

  private constructor(
    private readonly socket: Socket,
    private readonly target: Target,
    private readonly token: string,
    private readonly ready: { resolve: (client: RawClient) => void; reject: (error: Error) => void },
  ) {}

  /** Opens a connection; resolves when the server may send it anything. */
  static open(target: Target, token: string, index = 0, onText?: OnText): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({
        host: '127.0.0.1',
        port: target.port,
        // One address has only 28,000 ports.
        localAddress: `127.0.0.${String(2 + (index % 8))}`,
        noDelay: true,
        onread: {
          buffer: shared,
          callback: (size) => {
            client.read(shared.subarray(0, size));
            return true;
          },
        },
      });
      const client = new RawClient(socket, target, token, { resolve, reject });
      if (onText) client.onText = onText;
      socket.on('error', reject);
      socket.on('close', () => {
        client.isOpen = false;
        reject(new Error(`the connection ended during its handshake: ${client.handshake.split('\r\n', 1)[0]}`));
        client.onClose(client.closeCode);
      });
      socket.on('connect', () =>
        socket.write(
          `GET ${target.path} HTTP/1.1\r\nHost: 127.0.0.1:${String(target.port)}\r\n` +
            `Authorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
        ),
      );
    });
  }

  send(text: string): void {
    this.write(OPCODE.text, Buffer.from(this.target.dialect === 'socket.io' ? `42["message",${text}]` : text));
  }

  /** Stops reading: what the server sends piles up. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Breaks the connection without a close frame. */
  destroy(): void {
    this.socket.destroy();
  }

  private write(opcode: number, payload: Buffer): void {
    const long = payload.length > 125;
    const head = Buffer.alloc(long ? 8 : 6); // the mask stays 0000, which changes nothing
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (long ? 126 : payload.length);
    if (long) head.writeUInt16BE(payload.length, 2);
    this.socket.write(Buffer.concat([head, payload]));
  }

  private read(chunk: Buffer): void {
    if (this.isOpen || this.handshake.endsWith('\r\n\r\n')) {
      this.walk(chunk);
      return;
    }
    const text = this.handshake + chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) {
      this.handshake = text;
      return;
    }
    const bodyStart = end + 4 - this.handshake.length;
    this.handshake = text.slice(0, end + 4);
    if (!text.startsWith('HTTP/1.1 101')) {
      this.socket.destroy();
      return;
    }
    if (this.target.dialect === 'websocket') this.opened();
    this.walk(chunk.subarray(bodyStart));
  }

  private opened(): void {
    this.isOpen = true;
    this.ready.resolve(this);
  }

  private walk(chunk: Buffer): void {
    const data = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = 0;
    while (at + 2 <= data.length) {
      let length = data[at + 1] & 127;
      let start = at + 2;
      if (length >= 126) {
        start += length === 126 ? 2 : 8;
        if (start > data.length) break;
        length = length === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
      }
      if (start + length > data.length) break;
      this.frame(data[at] & 15, data, start, start + length);
      at = start + length;
    }
    this.rest = at < data.length ? Buffer.from(data.subarray(at)) : undefined;
  }

  private frame(opcode: number, data: Buffer, start: number, end: number): void {
    if (opcode === OPCODE.text) {
      if (this.target.dialect === 'websocket' || !this.isSocketIoControl(data, start, end)) {
        this.onText(data, start, end);
      }
    } else if (opcode === OPCODE.ping) {
      this.write(OPCODE.pong, Buffer.from(data.subarray(start, end)));
    } else if (opcode === OPCODE.close) {
      if (end - start >= 2) this.closeCode = data.readUInt16BE(start);
      this.socket.end();
    }
  }

  /** Engine.IO's handshake and heartbeat, and Socket.IO's connect packet. */
  private isSocketIoControl(data: Buffer, start: number, end: number): boolean {
    const kind = data.toString('latin1', start, Math.min(start + 2, end));
    if (kind.startsWith('0')) this.write(OPCODE.text, Buffer.from(`40{"token":"${this.token}"}`));
    else if (kind === '2') this.write(OPCODE.text, Buffer.from('3'));
    else if (kind === '40') this.opened();
    else return false;
    return true;
  }
}
