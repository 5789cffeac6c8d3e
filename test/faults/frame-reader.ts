/** A frame as it came over the wire. */
export interface WireFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Splits a server's bytes into frames; throws for anything that a server may not send. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  /** The frames that these bytes complete. */
  read(chunk: Buffer): WireFrame[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const frames: WireFrame[] = [];
    for (;;) {
      const { rest } = this;
      if (rest.length < 2) return frames;
      if ((rest[0] & 0xf0) !== 0x80 || (rest[1] & 0x80) !== 0) throw new Error(`torn: ${rest.toString('hex', 0, 20)}`);
      const short = rest[1];
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (rest.length < start) return frames;
      const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
      if (rest.length < start + length) return frames;
      frames.push({ opcode: rest[0] & 0x0f, payload: rest.subarray(start, start + length) });
      this.rest = rest.subarray(start + length);
    }
  }

  /** Was the last frame complete? */
  get isAtFrameEnd(): boolean {
    return this.rest.length === 0;
  }
}
