import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DialtoneClient, type Message } from '@dialtone/sdk';
import { WebSocket } from 'ws';
import { saying } from '../support/channels.js';
import type { Person } from '../support/people.js';

const ANSWER_MS = 5000;
const PAUSE_MS = 20;
const RECONNECT_MS = 250;

interface Heard {
  type: string;
  client_id?: string;
  message_id?: string;
  body?: string;
}

/** What happened under load: the ids that were acknowledged, by body, and those that anyone saw. */
export class Ledger {
  readonly acked = new Map<string, string>();
  readonly seen = new Map<string, string>();
  readonly faults: string[] = [];
  retries = 0;

  note(map: Map<string, string>, body: string, id: string): void {
    const known = map.get(body);
    if (known !== undefined && known !== id) this.faults.push(`${body} has two ids, ${known} and ${id}`);
    map.set(body, id);
  }

  /** Compares the whole history with what was promised; returns every broken promise. */
  check(history: readonly Message[]): string[] {
    const byBody = new Map<string, string[]>();
    for (const { body, id } of history) byBody.set(body, [...(byBody.get(body) ?? []), id]);
    const faults = [...this.faults];
    for (const [body, ids] of byBody) if (ids.length > 1) faults.push(`${body} is stored ${String(ids.length)} times`);
    for (const [what, map] of [
      ['acknowledged', this.acked],
      ['seen', this.seen],
    ] as const) {
      for (const [body, id] of map) if (!byBody.get(body)?.includes(id)) faults.push(`${body} was ${what} and is lost`);
    }
    return faults;
  }
}

/**
 * One sender: sends message after message until told to stop, each again under the same client id until it is
 * acknowledged, on a new connection when the old one breaks. Resolves when its last message is acknowledged.
 */
export async function sendUntil(
  isOver: () => boolean,
  url: string | (() => string),
  person: Person,
  channelId: string,
  ledger: Ledger,
): Promise<void> {
  let socket: WebSocket | undefined;
  let answer: (acked: boolean) => void = () => undefined;
  let current = { clientId: '', body: '' };
  const connect = async (): Promise<WebSocket | undefined> => {
    const home = typeof url === 'string' ? url : url();
    const next = new WebSocket(`${home.replace(/^http/, 'ws')}/ws`, {
      headers: { authorization: `Bearer ${person.session.token}` },
      handshakeTimeout: ANSWER_MS,
    });
    next.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Heard;
      if (frame.type === 'channel.message.new') ledger.note(ledger.seen, frame.body ?? '', frame.message_id ?? '');
      else if (frame.type === 'error') answer(false);
      else if (frame.type === 'channel.message.ack' && frame.client_id === current.clientId) {
        ledger.note(ledger.acked, current.body, frame.message_id ?? '');
        answer(true);
      }
    });
    return new Promise((resolve) => {
      next.once('open', () => resolve(next));
      next.on('error', () => resolve(undefined));
      next.once('close', () => {
        resolve(undefined);
        answer(false);
      });
    });
  };
  while (!isOver()) {
    const clientId = randomUUID();
    current = { clientId, body: clientId };
    for (let tries = 0; ; tries++) {
      if (tries > 0) ledger.retries++;
      if (socket?.readyState !== WebSocket.OPEN) socket = await connect();
      if (socket) {
        const { promise, settle } = answered();
        answer = settle;
        socket.send(JSON.stringify({ ...saying(channelId, current.body), client_id: clientId }));
        if (await promise) break;
        if (socket.readyState !== WebSocket.OPEN) socket = undefined;
      }
      if (tries > 2000) throw new Error('a message was not acknowledged in 2000 tries');
      await delay(socket ? PAUSE_MS : RECONNECT_MS);
    }
  }
  socket?.close();
}

/** An answer that counts as a refusal when it does not come in time. */
function answered(): { promise: Promise<boolean>; settle: (acked: boolean) => void } {
  let settle: (acked: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), ANSWER_MS);
    settle = (acked) => {
      clearTimeout(timer);
      resolve(acked);
    };
  });
  return { promise, settle };
}

/** Every message of the channel, read in pages. */
export async function wholeHistory(url: string, person: Person, channel_id: string): Promise<Message[]> {
  const client = new DialtoneClient({ baseUrl: url, token: person.session.token });
  const all: Message[] = [];
  for (let before: string | undefined; ;) {
    const page = await client.messages.list({ channel_id, limit: 500, ...(before ? { before } : {}) });
    all.push(...page.messages.reverse());
    if (!page.has_more) return all.reverse();
    before = page.messages.at(-1)?.id;
  }
}
