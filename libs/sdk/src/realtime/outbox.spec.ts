import { ChatServer } from '../../test/chat-server.js';
import { DialtoneClient } from '../client.js';
import { isConnectionError, isTimeoutError } from '../core/errors.js';
import { isOutboxFullError } from './errors.js';
import type { RealtimeOptions } from './options.js';
import type { RealtimeClient } from './realtime-client.js';

let server: ChatServer;
let realtime: RealtimeClient;

beforeEach(async () => {
  server = await ChatServer.start();
});
afterEach(async () => {
  await realtime.close();
  await server.close();
});

function make(options: RealtimeOptions = {}): void {
  realtime = new DialtoneClient({ baseUrl: server.url, token: 'session-token' }).realtime(options);
}

async function connected(): Promise<void> {
  make();
  await realtime.connect();
}

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const frame = (type: string, fields: object = {}) => JSON.stringify({ type, ...fields });
const message = (body: string) => ({ channel_id: 'c1', body, sender_name_enc: 'n' });

describe('sendMessage()', () => {
  it('sends one message after the other, and again what was not acknowledged', async () => {
    await connected();
    const seen: unknown[] = [];
    server.onFrame = ({ body, client_id }, peer) => {
      seen.push(body);
      if (seen.length === 2) {
        server.acknowledge();
        peer.terminate();
      } else peer.send(frame('channel.message.ack', { client_id, message_id: `id of ${String(body)}`, sent_at: 't' }));
    };
    const sent = await Promise.all(['a', 'b', 'c'].map((body) => realtime.sendMessage(message(body))));
    expect(seen).toEqual(['a', 'b']);
    expect(server.history.map(({ body }) => body)).toEqual(['b', 'c']);
    expect(server.frames[1]).toEqual(server.frames[2]);
    expect(sent[0]).toEqual({ client_id: server.frames[0]!['client_id'], message_id: 'id of a', sent_at: 't' });
  });

  it.each([
    ['server_unavailable', true],
    ['rate_limited', true],
    ['rate_limited', false],
  ])('tries again after %s, with or without a client_id: %s', async (code, isNamed) => {
    await connected();
    server.onFrame = ({ client_id }, peer) => {
      server.acknowledge();
      peer.send(frame('error', { code, message: 'not now', ...(isNamed ? { client_id } : {}) }));
    };
    await realtime.sendMessage(message('at last'));
    expect(server.history.map(({ body }) => body)).toEqual(['at last']);
  });

  it('takes no error for its own that names another frame, or none', async () => {
    await connected();
    server.onFrame = ({ client_id }, peer) => {
      const other = '00000000-0000-4000-8000-000000000000';
      peer.send(frame('error', { code: 'channel_not_found', message: 'another', client_id: other }));
      peer.send(frame('error', { code: 'voice_not_joined', message: 'none' }));
      peer.send(frame('channel.message.ack', { client_id, message_id: 'm', sent_at: 't' }));
    };
    expect(await realtime.sendMessage(message('x'))).toMatchObject({ message_id: 'm' });
  });

  it('refuses what it cannot keep or send', async () => {
    make({ outboxLimit: 2 });
    const waiting = [realtime.sendMessage(message('a')), realtime.sendMessage(message('b'))].map(failure);
    expect(isOutboxFullError(await failure(realtime.sendMessage(message('c'))))).toBe(true);
    expect(await failure(realtime.sendMessage({ ...message('d'), client_id: '7' }))).toBeInstanceOf(TypeError);
    expect(await failure(realtime.sendMessage(message('é'.repeat(33_000))))).toBeInstanceOf(RangeError);
    await realtime.close();
    expect(await Promise.all(waiting)).toMatchObject([{ name: 'AbortedError' }, { name: 'AbortedError' }]);
    expect(isConnectionError(await failure(realtime.sendMessage(message('e'))))).toBe(true);
  });

  it('gives a message up after its time, and says that it may have been stored', async () => {
    await connected();
    const controller = new AbortController();
    server.onFrame = () => controller.abort();
    expect(await failure(realtime.sendMessage(message('a'), { signal: controller.signal }))).toMatchObject({
      name: 'AbortedError',
      message: 'gave up on a message that may have been stored',
    });
    expect(isTimeoutError(await failure(realtime.sendMessage(message('b'), { timeoutMs: 20 })))).toBe(true);
    server.acknowledge();
    await realtime.sendMessage(message('c'));
  });
});
