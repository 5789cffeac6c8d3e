import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** An answer as it came over the wire; header names in small letters. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A connection to the server below HTTP: what is written is what is sent. */
export class RawHttp {
  readonly #socket: Socket;
  #heard = '';
  #hasEnded = false;
  #whenHeard: () => void = () => undefined;

  /** Trusts every certificate: these tests are not about them. */
  constructor(url: string) {
    const { protocol, hostname, port: portText } = new URL(url);
    const port = Number(portText);
    const host = hostname.replace(/^\[|\]$/g, ''); // as IPv6 has them in a URL
    this.#socket =
      protocol === 'https:' ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port });
    this.#socket.allowHalfOpen = true;
    this.#socket.on('data', (chunk: Buffer) => {
      this.#heard += chunk.toString('latin1');
      this.#whenHeard();
    });
    const end = () => {
      this.#hasEnded = true;
      this.#whenHeard();
    };
    this.#socket.on('end', end).on('error', end).on('close', end);
  }

  write(bytes: string | Buffer): this {
    this.#socket.write(bytes);
    return this;
  }

  /** Says that nothing more will be sent. */
  endSending(): this {
    this.#socket.end();
    return this;
  }

  /** The first answers, as many as there have to be; fewer when the connection ends before. */
  async answers(count: number): Promise<WireAnswer[]> {
    for (;;) {
      const found = parseAnswers(this.#heard);
      if (found.length >= count || this.#hasEnded) return found;
      await new Promise<void>((resolve) => (this.#whenHeard = resolve));
    }
  }

  /** Everything that came, once the server has ended the connection. */
  async ended(): Promise<WireAnswer[]> {
    while (!this.#hasEnded) await new Promise<void>((resolve) => (this.#whenHeard = resolve));
    return parseAnswers(this.#heard);
  }

  close(): Promise<void> {
    this.#socket.destroy();
    return Promise.resolve();
  }
}

/** The whole answers at the start of the text. An answer without a length is one without a body. */
function parseAnswers(text: string): WireAnswer[] {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return [];
  const [statusLine, ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const bodyStart = end + 4;
  const bodyEnd = bodyStart + Number(headers['content-length'] ?? 0);
  if (text.length < bodyEnd) return [];
  const answer = { status: Number(statusLine.split(' ')[1]), headers, text: text.slice(bodyStart, bodyEnd) };
  return [answer, ...parseAnswers(text.slice(bodyEnd))];
}
