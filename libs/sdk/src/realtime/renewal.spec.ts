import { ChatServer, reply } from '../../test/chat-server.js';
import { StandardSocket } from '../../test/standard-socket.js';
import { DialtoneClient, type DialtoneClientOptions } from '../client.js';
import { isApiError } from '../core/errors.js';
import type { RealtimeStateChange } from './events.js';
import type { RealtimeClient } from './realtime-client.js';

let server: ChatServer;
let client: DialtoneClient;
let realtime: RealtimeClient;
let changes: RealtimeStateChange[];

beforeEach(async () => {
  server = await ChatServer.start();
});
afterEach(async () => {
  await realtime.close();
  await server.close();
});

function make(options: Partial<DialtoneClientOptions>): void {
  client = new DialtoneClient({ baseUrl: server.url, token: 'first', maxRetries: 0, ...options });
  realtime = client.realtime();
  changes = [];
  realtime.on('state', (change) => changes.push(change));
}

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const states = () => changes.map(({ state }) => state);

it('waits for another session without a connection, and then sends at once what was not acknowledged', async () => {
  const atRenewal: unknown[] = [];
  make({
    onUnauthorized: () => {
      atRenewal.push(realtime.state, changes.at(-1));
      expect(() => realtime.send({ type: 'voice_join', channel_id: 'c1' })).toThrow('not open');
      return 'second';
    },
  });
  await realtime.connect();
  server.onFrame = (_frame, peer) => {
    server.acknowledge();
    peer.close(4002, 'session_expired');
  };
  await realtime.sendMessage({ channel_id: 'c1', body: 'kept', sender_name_enc: 'n' });
  await realtime.connect();
  expect(atRenewal).toEqual([
    'waiting',
    { state: 'waiting', previous: 'connected', closeCode: 4002, error: expect.objectContaining({ status: 401 }) },
  ]);
  expect(states().slice(2)).toEqual(['connected', 'waiting', 'connecting', 'catching-up', 'connected']);
});

it('says why there is no other session, and how to go on', async () => {
  const cause = new Error('the password was changed');
  make({
    onUnauthorized: () => {
      throw cause;
    },
  });
  await realtime.connect();
  const closed = realtime.once('close');
  server.peer.close(4001, 'session_ended');
  expect(await closed).toMatchObject({ code: 4001, name: 'session_ended', error: { code: 'unauthorized', cause } });
  const message = { channel_id: 'c1', body: 'late', sender_name_enc: 'n' };
  expect(await failure(realtime.sendMessage(message))).toMatchObject({
    name: 'ConnectionError',
    message: 'the client has ended: connect() starts it again',
    cause: { code: 'unauthorized', cause },
  });
});

it('without anybody to ask, a session that ends is not waited for', async () => {
  make({});
  await realtime.connect();
  const closed = realtime.once('close');
  server.peer.close(4001, 'session_ended');
  expect((await closed).code).toBe(4001);
  expect(states().slice(2)).toEqual(['connected', 'closed']);
});

describe('logging out', () => {
  const onUnauthorized = jest.fn(() => 'second');
  beforeEach(() => onUnauthorized.mockClear());

  it.each([true, false])(
    'logs nobody in again; the connection ends before the answer comes: %s',
    async (endsBefore) => {
      make({ onUnauthorized });
      await realtime.connect();
      server.onRequest = ({ url }, response) => {
        if (url !== '/auth/logout') return false;
        const answer = () => reply(response, 201, { status: 'ok' });
        if (endsBefore) server.peer.once('close', answer);
        else response.once('finish', () => server.peer.close(4001));
        if (endsBefore) server.peer.close(4001);
        else answer();
        return true;
      };
      const closed = realtime.once('close');
      await client.auth.logout();
      expect(await closed).toMatchObject({ code: 4001, name: 'session_ended' });
      expect([client.token, onUnauthorized.mock.calls]).toEqual([undefined, []]);
    },
  );

  it('ends a client that is between two connections as well', async () => {
    make({ onUnauthorized });
    await realtime.connect();
    server.onRequest = ({ url }, response) => {
      if (url === '/auth/logout') reply(response, 201, { status: 'ok' });
      return url === '/auth/logout';
    };
    server.onHandshake = () => '401 Unauthorized\r\nX-Error-Code: unauthorized';
    const loggedOut = client.auth.logout();
    server.peer.terminate();
    const closed = realtime.once('close');
    await loggedOut;
    expect(isApiError((await closed).error, 'unauthorized')).toBe(true);
    expect(onUnauthorized).not.toHaveBeenCalled();
  });
});

describe('one refusal', () => {
  it.each(['/ws/tickets', '/sync'])('of %s asks for another session once', async (path) => {
    const onUnauthorized = jest.fn(() => undefined);
    make({ WebSocket: StandardSocket, onUnauthorized });
    server.onRequest = ({ url }, response) => {
      if (url?.startsWith(path) !== true) return false;
      reply(response, 401, { error: 'who?' }, { 'X-Error-Code': 'unauthorized' });
      return true;
    };
    expect(isApiError(await failure(realtime.connect()), 'unauthorized')).toBe(true);
    expect(onUnauthorized).toHaveBeenCalledTimes(1);
  });
});
