import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startRealtimeServer, type RealtimeBehaviour, type RealtimeServer } from '../../test/realtime-server.js';
import { DialtoneClient, type DialtoneClientOptions } from '../client.js';
import { ConnectionError, isAbortedError, isApiError, isConnectionError, isTimeoutError } from '../core/errors.js';
import type { RealtimeClient } from './realtime-client.js';

let server: RealtimeServer;
afterEach(() => server.close());

const snapshot = { type: 'voice.presence.snapshot', channel_id: '', sender: '', voice_rooms: {} };
const presence = (user: string) => ({ type: 'voice.presence', channel_id: 'c1', sender: user, active: true });
const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

async function realtimeTo(behaviour: RealtimeBehaviour, options: Partial<DialtoneClientOptions> = {}) {
  server = await startRealtimeServer(behaviour);
  return new DialtoneClient({ baseUrl: server.url, token: 'session-token', ...options }).realtime({ reconnect: false });
}

/** A connection and the server's end of it. */
async function connected(options: Partial<DialtoneClientOptions> = {}) {
  const peers: WebSocket[] = [];
  const realtime = await realtimeTo({ onConnection: (peer) => peers.push(peer) }, options);
  await realtime.connect();
  return { realtime, peer: peers[0] as WebSocket };
}

const implementations: [string, Partial<DialtoneClientOptions>][] = [
  ['the package ws', {}],
  ['the class that the client was given', { WebSocket }],
];

describe('connect()', () => {
  it.each(implementations)('opens GET /ws with the session token, by %s', async (_by, options) => {
    const requests: unknown[] = [];
    const realtime = await realtimeTo(
      { onConnection: (_connection, { url, headers }) => requests.push([url, headers.authorization]) },
      options,
    );
    await realtime.connect();
    await realtime.connect();
    expect(requests).toEqual([['/ws', 'Bearer session-token']]);
    await realtime.close();
  });

  it.each(implementations)('loses nothing that arrives with the handshake, by %s', async (_by, options) => {
    const onConnection = (connection: WebSocket) => {
      for (const frame of [snapshot, presence('u1'), presence('u2')]) connection.send(JSON.stringify(frame));
    };
    const realtime = await realtimeTo({ onConnection }, options);
    const before = realtime.once('voice.presence.snapshot');
    await realtime.connect();
    const after = realtime.once('voice.presence.snapshot');
    expect(await Promise.all([before, after])).toEqual([snapshot, snapshot]);
    expect((await realtime.once('voice.presence')).sender).toBe('u1');
    expect((await realtime.once('voice.presence')).sender).toBe('u2');
  });

  it('delivers what the server said before it closed at once', async () => {
    const realtime = await realtimeTo({
      onConnection: (connection) => {
        connection.send(JSON.stringify(snapshot));
        connection.close(1001, 'stopping');
      },
    });
    const heard: unknown[] = [];
    realtime.on('voice.presence.snapshot', (frame) => heard.push(frame));
    realtime.on('close', (closed) => heard.push(closed));
    const closed = realtime.once('close');
    await realtime.connect();
    await closed;
    expect(heard).toEqual([snapshot, { code: 1001, name: 'going_away', reason: 'stopping' }]);
  });

  it('rejects with the ApiError that refuses the session', async () => {
    const body = '{"error":"a valid session token is required"}';
    const head = `HTTP/1.1 401 Unauthorized\r\nX-Error-Code: unauthorized\r\nX-Request-Id: r-7\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    const realtime = await realtimeTo({
      onUpgrade: (_request, socket) => {
        socket.end(head + body);
        return true;
      },
    });
    const error = await failure(realtime.connect());
    expect(isApiError(error, 'unauthorized')).toBe(true);
    expect(error).toMatchObject({
      status: 401,
      requestId: 'r-7',
      message: expect.stringContaining('a valid session token is required (') as string,
    });
  });

  it('rejects with a ConnectionError when nobody listens, and works once somebody does', async () => {
    const realtime = await realtimeTo({});
    const { port } = new URL(server.url);
    await server.close();
    const error = await failure(realtime.connect());
    expect(isConnectionError(error)).toBe(true);
    expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    server = await startRealtimeServer({}, Number(port));
    await realtime.connect();
    await realtime.close();
  });

  const silent: RealtimeBehaviour = { onUpgrade: () => true };

  it('rejects with a TimeoutError when the handshake is not answered', async () => {
    const realtime = await realtimeTo(silent, { timeoutMs: 50 });
    expect(isTimeoutError(await failure(realtime.connect()))).toBe(true);
    expect(await failure(realtime.connect({ timeoutMs: 20 }))).toMatchObject({ message: 'no answer within 20 ms' });
  });

  it('rejects with an AbortedError when its signal is aborted or close() is called', async () => {
    const realtime = await realtimeTo(silent);
    const controller = new AbortController();
    const first = failure(realtime.connect({ signal: controller.signal }));
    controller.abort();
    expect(isAbortedError(await first)).toBe(true);
    const second = failure(realtime.connect());
    await realtime.close();
    expect(isAbortedError(await second)).toBe(true);
  });
});

describe('events', () => {
  it('are heard in the order of their arrival, by their type, until the listener is removed', async () => {
    const { realtime, peer } = await connected();
    const heard: string[] = [];
    const off = realtime.on('voice.presence', ({ sender }) => heard.push(sender));
    realtime.on('device.joined', ({ sender }) => heard.push(`${sender} joined`));
    const third = realtime.once('voice.presence', { where: ({ sender }) => sender === 'u3' });

    peer.send(JSON.stringify(presence('u1')));
    peer.send(JSON.stringify({ type: 'device.joined', sender: 'u2', device_id: 'd2' }));
    peer.send(JSON.stringify(presence('u3')));
    expect(await third).toEqual(presence('u3'));
    off();
    const fourth = realtime.once('voice.presence');
    peer.send(JSON.stringify(presence('u4')));
    await fourth;
    expect(heard).toEqual(['u1', 'u2 joined', 'u3']);
  });

  it('that arrive together can be awaited one after the other', async () => {
    const { realtime, peer } = await connected();
    const earlier = realtime.once('user.profile.updated');
    peer.send('{"type":"user.profile.updated","sender":"u1"}');
    await earlier;
    const first = realtime.once('voice.presence');
    const { _socket: socket } = peer as unknown as { _socket: { cork(): void; uncork(): void } };
    socket.cork();
    for (const user of ['u1', 'u2', 'u3']) peer.send(JSON.stringify(presence(user)));
    socket.uncork();
    expect((await first).sender).toBe('u1');
    expect((await realtime.once('voice.presence')).sender).toBe('u2');
    expect((await realtime.once('voice.presence')).sender).toBe('u3');
  });

  it.each([
    ['{"type":"of.the.future","x":1}', { type: 'of.the.future', x: 1 }],
    ['{"type":"close"}', { type: 'close' }],
    ['{"type":7}', { type: 7 }],
    ['null', null],
    ['not JSON', 'not JSON'],
  ])('that this version does not know are unknown: %s', async (sent, heard) => {
    const { realtime, peer } = await connected();
    const unknown = realtime.once('unknown');
    peer.send(sent);
    expect(await unknown).toEqual(heard);
  });

  it('can be waited for with a signal', async () => {
    const { realtime } = await connected();
    const controller = new AbortController();
    const waiting = failure(realtime.once('error', { signal: controller.signal }));
    controller.abort(new Error('never mind'));
    const error = await waiting;
    expect(isAbortedError(error)).toBe(true);
    expect(error).toMatchObject({ message: 'stopped waiting for error', cause: { message: 'never mind' } });
    expect(isAbortedError(await failure(realtime.once('error', { signal: AbortSignal.abort() })))).toBe(true);
  });

  it('reject the wait when the condition itself fails', async () => {
    const { realtime, peer } = await connected();
    const where = () => {
      throw new Error('a mistake in where()');
    };
    const waiting = failure(realtime.once('voice.presence', { where }));
    peer.send(JSON.stringify(presence('u1')));
    expect(await waiting).toMatchObject({ message: 'a mistake in where()' });
  });
});

describe('send()', () => {
  it('sends a frame as JSON, once the connection is open', async () => {
    const { realtime, peer } = await connected();
    const arrived = once(peer, 'message');
    realtime.send({ type: 'voice_join', channel_id: 'c1' });
    expect(String((await arrived)[0])).toBe('{"type":"voice_join","channel_id":"c1"}');
  });

  it('throws a ConnectionError before and after', async () => {
    const realtime = await realtimeTo({});
    const sending = () => realtime.send({ type: 'voice_join', channel_id: 'c1' });
    expect(sending).toThrow('the realtime connection is not open');
    await realtime.connect();
    expect(sending).not.toThrow();
    await realtime.close();
    expect(sending).toThrow(ConnectionError);
  });
});

describe('the end of a connection', () => {
  const ended = async (realtime: RealtimeClient, end: () => unknown) => {
    const closed = realtime.once('close');
    const waiting = failure(realtime.once('error'));
    await end();
    return { closed: await closed, error: await waiting };
  };

  it('by close() is 1000 on both sides, and what still arrives is not delivered', async () => {
    const { realtime, peer } = await connected();
    const heard: unknown[] = [];
    realtime.on('voice.presence', (frame) => heard.push(frame));
    const peerClosed = once(peer, 'close');
    peer.send(JSON.stringify(presence('u1')));
    const { closed, error } = await ended(realtime, () => Promise.all([realtime.close(), realtime.close()]));
    expect(closed).toEqual({ code: 1000, name: 'normal', reason: '' });
    expect(isAbortedError(error)).toBe(true);
    expect((await peerClosed)[0]).toBe(1000);
    expect(heard).toEqual([]);
  });

  it('by the server tells code and reason', async () => {
    const { realtime, peer } = await connected();
    const { closed, error } = await ended(realtime, () => peer.close(1011, 'server error'));
    expect(closed).toEqual({ code: 1011, name: 'unknown', reason: 'server error' });
    expect(error).toMatchObject({ name: 'ConnectionError', message: 'the connection ended before error' });
  });

  it('by the network is 1006', async () => {
    const { realtime, peer } = await connected();
    const { closed, error } = await ended(realtime, () => peer.terminate());
    expect(closed).toEqual({ code: 1006, name: 'unknown', reason: '' });
    expect(isConnectionError(error)).toBe(true);
  });

  it('by the server can be followed by another connection, with the same listeners', async () => {
    const realtime = await realtimeTo({
      onConnection: (connection) => {
        connection.send(JSON.stringify(snapshot));
        connection.close(1001);
      },
    });
    const heard: unknown[] = [];
    realtime.on('voice.presence.snapshot', (frame) => heard.push(frame));
    for (const connections of [1, 2, 3]) {
      const closed = realtime.once('close');
      await realtime.connect();
      await closed;
      expect(heard).toHaveLength(connections);
    }
  });

  it('by close() is for good, also before the first connection, and any number of times', async () => {
    for (const isConnected of [false, true]) {
      const realtime = await realtimeTo({});
      if (isConnected) await realtime.connect();
      await Promise.all([realtime.close(), realtime.close()]);
      await realtime.close();
      expect(realtime.state).toBe('closed');
      expect(isAbortedError(await failure(realtime.connect()))).toBe(true);
      expect(() => realtime.send({ type: 'voice_join', channel_id: 'c1' })).toThrow();
      if (!isConnected) await server.close();
    }
  });
});
