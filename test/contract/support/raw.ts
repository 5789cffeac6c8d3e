import { connect } from 'node:net';
import { PATIENCE_MS } from '../../support/pace.js';
import type { Answer } from './http.js';

/**
 * Writes bytes to the server's port.
 *
 * @param hangUp ends the connection's writing side behind them
 * @returns the first HTTP answer, or null when the connection ended without one
 */
export function exchange(url: string, bytes: string | Buffer, hangUp = false): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let heard = Buffer.alloc(0);
    const settle = (answer: Answer | null) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => {
      socket.write(bytes);
      if (hangUp) socket.end();
    });
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      const answer = parseAnswer(heard.toString('latin1'));
      if (answer) settle(answer);
    });
    socket.on('error', () => undefined); // a reset ends it as well as a close
    socket.on('end', () => settle(null));
    socket.on('close', () => settle(null));
    socket.setTimeout(PATIENCE_MS, () => {
      socket.destroy();
      reject(new Error(`no answer and no end: ${heard.toString()}`));
    });
  });
}

/** A whole answer at the start of the text; null while it is not whole. */
function parseAnswer(text: string): Answer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [statusLine, ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = text.slice(end + 4);
  const length = Number(headers['content-length'] ?? 0);
  if (body.length < length) return null;
  return { status: Number(statusLine.split(' ')[1]), headers, text: body.slice(0, length) };
}
