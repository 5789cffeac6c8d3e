import { WebSocket } from 'ws';
import { PATIENCE_MS } from '../../support/pace.js';

/** A frame as it arrived. */
export type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A raw WebSocket client that keeps everything it hears. */
export class Socket {
  /** Every frame, in the order of arrival. */
  readonly heard: Frame[] = [];
  /** The same, as text. */
  readonly texts: string[] = [];
  /** The type of every frame that was sent. */
  readonly sent: string[] = [];
  readonly closed: Promise<number>;
  private taken = 0;
  private wake: () => void = () => undefined;

  private constructor(readonly raw: WebSocket) {
    raw.on('message', (data: Buffer) => {
      this.texts.push(data.toString());
      this.heard.push(JSON.parse(data.toString()) as Frame);
      this.wake();
    });
    raw.on('error', () => undefined); // a server that closes in mid-air; `closed` tells
    this.closed = new Promise((resolve) =>
      raw.on('close', (code) => {
        resolve(code);
        this.wake();
      }),
    );
  }

  /** Connects, and waits for the first frame. */
  static async open(wsUrl: string, token: string): Promise<Socket> {
    return Socket.over(new WebSocket(wsUrl, { headers: { Authorization: `Bearer ${token}` } }));
  }

  /** Waits for the first frame of a connection that is being opened. */
  static async over(raw: WebSocket): Promise<Socket> {
    const socket = new Socket(raw);
    await socket.next('voice.presence.snapshot');
    return socket;
  }

  send(frame: Frame): void {
    this.sent.push(frame.type);
    this.raw.send(JSON.stringify(frame));
  }

  /** Waits for the next frame of that type, past those that were taken before. */
  async next(type: string): Promise<Frame> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      while (this.taken < this.heard.length) {
        const frame = this.heard[this.taken++];
        if (frame.type === type) return frame;
      }
      await new Promise<void>((resolve, reject) => {
        const fail = () => reject(new Error(`no ${type}; heard ${this.heard.map((frame) => frame.type).join(', ')}`));
        if (this.raw.readyState === WebSocket.CLOSED) fail();
        this.wake = resolve;
        deadline.addEventListener('abort', fail);
      });
    }
  }

  async close(): Promise<void> {
    this.raw.close(1000);
    await this.closed;
  }
}
