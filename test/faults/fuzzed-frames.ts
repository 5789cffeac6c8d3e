import { clientFrames, limits } from '@app/contract';

const FINAL = 0x80;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

/** Frames that a client might send out of malice or by mistake; the same seed gives the same ones. */
export class FuzzedFrames {
  /** Did the last burst end inside a frame or a message? Then what follows belongs to it. */
  isOpenEnded = false;
  /** Leave out everything that ends the connection at once? */
  isSound = false;
  /** The codes in close frames so far: the server sends each back to its sender. */
  readonly closeCodes = new Set<number>();
  private state: number;

  constructor(
    seed: number,
    private readonly channelId: string,
    private readonly userId: string,
    private readonly message: () => object,
  ) {
    this.state = seed >>> 0;
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  ping(): Buffer {
    return frame(FINAL | PING, Buffer.from('end'));
  }

  /** That many frames, cut into pieces as a network might cut them. */
  burst(count: number): Buffer[] {
    this.isOpenEnded = false;
    const bytes = Buffer.concat(Array.from({ length: count }, () => this.one()));
    if (this.chance(0.5)) return [bytes];
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + this.upTo(bytes.length / 3);
      pieces.push(bytes.subarray(at, end));
      at = end;
    }
    return pieces;
  }

  private one(): Buffer {
    const kind = this.random();
    if (kind < 0.35) return this.text(JSON.stringify(this.valid()));
    if (kind < 0.6) return this.text(this.mutated(JSON.stringify(this.valid())));
    if (kind < 0.7) return frame(FINAL | TEXT, this.bytes(200, 127));
    if (kind < 0.78) return frame(FINAL | BINARY, this.bytes(200));
    if (kind < 0.84) return frame(FINAL | (this.chance(0.5) ? PING : PING + 1), this.bytes(125));
    if (kind < 0.94) return this.fragments(Buffer.from(JSON.stringify(this.valid())));
    if (kind < 0.995 || this.isSound)
      return this.text(JSON.stringify({ ...this.valid(), extra: 'x'.repeat(this.upTo(60_000)) }));
    return this.malformed();
  }

  /** What ends a connection, if it gets that far. */
  private malformed(): Buffer {
    const kind = this.upTo(6);
    if (kind === 0) return this.maybeClose(this.upTo(255), this.bytes(60)); // any opcode, any reserved bit
    if (kind === 6) return frame(FINAL | TEXT, this.bytes(200)); // almost never UTF-8
    if (kind === 1) return this.maybeClose(FINAL | CLOSE, this.bytes(20)); // a close frame with any code
    if (kind === 2) return frame(FINAL | TEXT, Buffer.alloc(limits.maxFrameBytes + 1, 'x'));
    if (kind === 3) return Buffer.concat([Buffer.from([FINAL | TEXT, 3]), Buffer.from('{}\n')]); // not masked
    this.isOpenEnded = true;
    if (kind === 4) return Buffer.from([FINAL | TEXT, 0xff, 0, this.upTo(255), ...this.bytes(10)]); // a huge length
    return frame(TEXT, Buffer.from('{"type":')); // a message that does not end
  }

  private maybeClose(first: number, payload: Buffer): Buffer {
    if (first === (FINAL | CLOSE) && payload.length >= 2) this.closeCodes.add(payload.readUInt16BE(0));
    return frame(first, payload);
  }

  private fragments(payload: Buffer): Buffer {
    const cut = this.upTo(payload.length);
    return Buffer.concat([
      frame(TEXT, payload.subarray(0, cut)),
      ...(this.chance(0.3) ? [frame(FINAL | PING, Buffer.from('between'))] : []),
      ...(this.chance(0.3) ? [frame(0, Buffer.alloc(0))] : []),
      frame(FINAL, payload.subarray(cut)),
    ]);
  }

  private valid(): object {
    const types = Object.keys(clientFrames);
    const type = types[this.upTo(types.length - 1)];
    const { channelId: channel_id, userId: recipient } = this;
    if (type === 'channel.message.send') return this.message();
    return { type, channel_id, recipient, sdp: 'v=0\r\n', candidate: 'candidate:1' };
  }

  /** The text with letters changed, left out, doubled or moved; sometimes still JSON. */
  private mutated(text: string): string {
    const changes = 1 + this.upTo(3);
    for (let i = 0; i < changes; i++) {
      const at = this.upTo(text.length);
      const junk = [
        '',
        '"',
        '{',
        '}',
        '[',
        '\\',
        '\\u0000',
        'null',
        '1e999',
        '\ud800',
        'é',
        '\u0000',
        '__proto__',
        ',',
      ];
      text = text.slice(0, at) + junk[this.upTo(junk.length - 1)] + text.slice(at + this.upTo(4));
    }
    return text;
  }

  private text(text: string): Buffer {
    return frame(FINAL | TEXT, Buffer.from(text));
  }

  private bytes(atMost: number, largest = 255): Buffer {
    return Buffer.from(Array.from({ length: this.upTo(atMost) }, () => this.upTo(largest)));
  }

  /** A whole number from 0 to `max`. */
  private upTo(max: number): number {
    return Math.floor(this.random() * (Math.floor(max) + 1));
  }

  /** Mulberry32: small, and the same everywhere. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}

const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);

/** A masked frame with this first byte. */
function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126 ? Buffer.from([first, 0x80 | length]) : Buffer.from([first, 0x80 | 126, length >> 8, length & 0xff]);
  const large = Buffer.alloc(10);
  large[0] = first;
  large[1] = 0x80 | 127;
  large.writeUInt32BE(length, 6);
  return Buffer.concat([length > 65_535 ? large : head, MASK, payload.map((byte, i) => byte ^ MASK[i % MASK.length])]);
}
