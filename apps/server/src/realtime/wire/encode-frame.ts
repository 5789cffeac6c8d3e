const TEXT = 0x81;
const PING = 0x89;
const PONG = 0x8a;

/** An encoded ping without content. */
export const pingFrame: Buffer = Buffer.from([PING, 0]);

/** Encodes an object as a text frame with its JSON. Frames of a server are not masked. */
export function encodeFrame(value: object): Buffer {
  const text = JSON.stringify(value);
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = TEXT;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, start, 'utf8');
  return frame;
}

/** Encodes the answer to a ping; `content` is the ping's, at most 125 bytes. */
export function pongFrame(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([PONG, content.length]), content]);
}
