import { DialtoneClient } from '@dialtone/sdk';
import { createFakeServer, type FakeServer, type FakeUser } from '@dialtone/sdk/testing';

const DAY_MS = 24 * 60 * 60 * 1000;

let server: FakeServer;
let alice: FakeUser;
let client: DialtoneClient;
beforeEach(() => {
  server = createFakeServer();
  alice = server.addUser({ username: 'alice' });
  const { baseUrl, fetch, WebSocket } = server;
  client = new DialtoneClient({ baseUrl, fetch, WebSocket, token: alice.token, maxRetries: 0 });
});

/** Everything that a client could see of a short conversation. */
async function transcript(): Promise<string> {
  const fake = createFakeServer();
  const { token, user_id } = fake.addUser({ username: 'alice' });
  const { baseUrl, fetch, WebSocket } = fake;
  const bobs = new DialtoneClient({ baseUrl, fetch, WebSocket, token });
  const { id: channel_id } = fake.addChannel({ name_enc: 'b25l', created_by: user_id });
  const realtime = bobs.realtime();
  await realtime.connect();
  const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
  await realtime.sendMessage({ channel_id, body: 'aGk=', sender_name_enc: 'YQ==', client_id });
  await realtime.close();
  return JSON.stringify([fake.requests, fake.frames]);
}

test('every run gives the same ids, tokens, times and order', async () => {
  const first = await transcript();
  expect(await transcript()).toBe(first);
  expect(first).toContain('message-1');
});

test('failNext fails one call, and the next one is served', async () => {
  server.failNext('listChannels', 'server_unavailable');
  await expect(client.channels.list()).rejects.toMatchObject({ code: 'server_unavailable', retryAfterMs: 2000 });
  expect(await client.channels.list()).toEqual({ channels: [] });
  expect(server.requests.map(({ operationId, status }) => [operationId, status])).toEqual([
    ['listChannels', 503],
    ['listChannels', 200],
  ]);
});

test('failNext refuses one handshake with its error, and the next one is let in', async () => {
  server.failNext('connect', 'origin_not_allowed');
  const realtime = client.realtime();
  await expect(realtime.connect()).rejects.toMatchObject({ status: 403, code: 'origin_not_allowed' });
  expect(realtime.state).toBe('closed');
  await realtime.connect();
  await realtime.close();
});

test('who hears how a handshake was refused has the whole answer before the socket ends, as in ws', async () => {
  server.failNext('connect', 'server_unavailable');
  const socket = new server.WebSocket(`${server.baseUrl.replace('http', 'ws')}/ws`, [], { headers: {} });
  const heard: unknown[] = [];
  socket.addEventListener('close', () => heard.push('close'));
  const asInWs = socket as unknown as { once(event: string, hear: (request: unknown, answer: object) => void): void };
  asInWs.once('unexpected-response', (_request, answer) => heard.push(answer));
  await server.idle();
  expect(heard).toEqual([expect.objectContaining({ statusCode: 503 })]);
  socket.close();
  await server.idle();
  expect(heard.at(-1)).toBe('close');
});

test.each([false, true])('dropNext breaks one call; served before that: %s', async (isServed) => {
  server.dropNext('createChannel', { isServed });
  await expect(client.channels.create({ name_enc: 'b25l' })).rejects.toMatchObject({ name: 'ConnectionError' });
  expect((await client.channels.list()).channels).toHaveLength(isServed ? 1 : 0);
});

test('holdNext lets one call wait until it is let go', async () => {
  const letGo = server.holdNext('createChannel');
  const created = client.channels.create({ name_enc: 'b25l' });
  expect((await client.channels.list()).channels).toEqual([]);
  letGo();
  expect((await created).channel.name_enc).toBe('b25l');
});

test('while it is paused nothing is answered, and then everything in its order', async () => {
  server.pause();
  const calls = ['b25l', 'dHdv'].map((name_enc) => client.channels.create({ name_enc }));
  await server.idle();
  expect(server.requests).toEqual([]);
  server.resume();
  expect((await Promise.all(calls)).map(({ channel }) => channel.id)).toEqual(['channel-1', 'channel-2']);
});

test('a call that is aborted while it waits is never served', async () => {
  server.pause();
  const giveUp = new AbortController();
  const call = client.channels.create({ name_enc: 'b25l' }, { signal: giveUp.signal });
  await server.idle();
  giveUp.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortedError' });
  server.resume();
  expect((await client.channels.list()).channels).toEqual([]);
});

test('offline, calls fail and connections end; back online a client catches up', async () => {
  const channel = server.addChannel({ name_enc: 'b25l', created_by: alice.user_id });
  const realtime = client.realtime();
  await realtime.connect();
  const isWaiting = realtime.once('state', { where: ({ state }) => state === 'waiting' });
  const message = realtime.once('channel.message.new');
  server.goOffline();
  await isWaiting;
  await expect(client.channels.list()).rejects.toMatchObject({ name: 'ConnectionError' });
  const said = { channel_id: channel.id, sender_id: alice.user_id, sender_name_enc: 'YQ==', body: 'aGk=' };
  const { id } = server.addMessage(said);
  server.goOnline();
  expect((await message).message_id).toBe(id);
  await realtime.close();
});

test('what expires does when time passes: sessions with their connections, and invites', async () => {
  const { token: invite_token } = server.addInvite();
  const realtime = client.realtime();
  await realtime.connect();
  const closed = realtime.once('close');
  server.advance(DAY_MS);
  expect((await closed).code).toBe(4002);
  await expect(client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
  const registering = client.auth.register({
    username: 'bob',
    password: 'correct horse 7',
    public_key: btoa('key'.padEnd(32, '.')),
    invite_token,
  });
  await expect(registering).rejects.toMatchObject({ code: 'invite_expired' });
});

test('a device that opens an eleventh connection loses its first one', async () => {
  const realtimes = Array.from({ length: 11 }, () => client.realtime({ reconnect: false }));
  const closed = realtimes[0].once('close');
  for (const realtime of realtimes) await realtime.connect();
  expect((await closed).code).toBe(4003);
  expect(server.connections).toHaveLength(10);
  await Promise.all(realtimes.map((realtime) => realtime.close()));
});
