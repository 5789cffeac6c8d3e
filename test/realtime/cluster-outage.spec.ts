import { makeChannel, NAME_ENC } from '../support/channels.js';
import { call } from '../support/http.js';
import type { Listener } from '../support/listener.js';
import { at, loginFromNewDevice, stranger } from '../support/people.js';
import { freshRedisUrl, TEST_REDIS_URL } from '../support/redis.js';
import { sendAcked } from '../support/sending.js';
import type { TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const env: Record<string, string> = {};
let proxy: TcpProxy;
let there: TestServer;
let channel_id: string;
let aliceHears: Listener;
let bobHears: Listener;

beforeAll(async () => {
  const redis = new URL(TEST_REDIS_URL);
  proxy = await TcpProxy.to(Number(redis.port || 6379), redis.hostname);
  redis.port = String(proxy.port);
  proxy.cut();
  env.DIALTONE_REDIS_URL = freshRedisUrl(redis.href.replace(redis.hostname, '127.0.0.1'));
});
const { server: here, alice, bob, listen, another } = useServer({ env }, 'alice', 'bob');
beforeAll(async () => {
  there = await another();
  Object.assign(bob, at(bob, there)); // alice is here, bob is there
  channel_id = await makeChannel(alice);
  aliceHears = await listen(alice);
  bobHears = await listen(bob);
});
afterAll(() => proxy.close());

const warnings = (server: TestServer) => server.log.filter((line) => line.includes('Redis is away')).length;

/** Resolves once each has heard sync.required, and then who is in which room. */
async function areToldToSync(...ears: Listener[]): Promise<void> {
  for (const ear of ears) {
    await ear.next('sync.required');
    await ear.next('voice.presence.snapshot');
    const types = ear.types.filter((type) => type === 'sync.required' || type === 'voice.presence.snapshot');
    expect(types.slice(-2)).toEqual(['sync.required', 'voice.presence.snapshot']);
  }
}

it('without Redis the servers start, warn once and are healthy, and messages still reach everyone', async () => {
  expect((await call(here, 'GET', '/health')).text).toBe('ok');
  const first = await sendAcked(aliceHears, channel_id, 'one');
  const second = await sendAcked(bobHears, channel_id, 'two');

  for (const ear of [aliceHears, bobHears]) {
    await ear.next('channel.message.new', ({ message_id }) => message_id === second.message_id);
    expect(ear.all('channel.message.new').map(({ message_id }) => message_id)).toEqual([
      first.message_id,
      second.message_id,
    ]);
  }
  expect([here, there].map(warnings)).toEqual([1, 1]);
  expect(aliceHears.all('presence.changed')).toEqual([]); // nothing could pass on that bob is online
});

it('RT22 once Redis is there, the servers find each other, and everyone hears what they did not know', async () => {
  bobHears.send({ type: 'voice_join', channel_id });
  await bobHears.next('voice_roster');

  proxy.restore();

  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === bob.session.user_id && online);
  await bobHears.next('presence.changed', ({ user_id, online }) => user_id === alice.session.user_id && online);
  await aliceHears.next('voice.presence', ({ sender, active }) => sender === bob.session.user_id && active);
  await areToldToSync(aliceHears, bobHears);
  expect(aliceHears.frames.at(-1)).toMatchObject({ voice_rooms: { [channel_id]: [bob.session.user_id] } });
});

it('RT22 after an outage nothing is lost or heard twice, ended sessions are closed, and all servers agree again', async () => {
  const tablet = at(await loginFromNewDevice(here, 'alice'), there);
  const tabletHears = await listen(tablet);
  const closed = tabletHears.realtime.once('close');
  const doomed = await makeChannel(alice);
  await bobHears.next('channel.updated', (frame) => frame.channel_id === doomed);
  bobHears.send({ type: 'voice_join', channel_id: doomed });
  await aliceHears.next('voice.presence', (frame) => frame.channel_id === doomed && frame.active);

  proxy.cut();
  aliceHears.send({ type: 'voice_join', channel_id: doomed });
  await aliceHears.next('voice_join', ({ sender }) => sender === alice.session.user_id);
  aliceHears.send({ type: 'webrtc_offer', channel_id: doomed, recipient: bob.session.user_id, sdp: 'v=0' });
  expect(await aliceHears.next('error')).toMatchObject({ code: 'recipient_unavailable' });
  await alice.client.channels.delete({ channel_id: doomed });
  await alice.client.devices.remove({ device_id: tablet.session.device_id });
  const sent = [];
  for (let i = 0; i < 6; i++) {
    const ear = i % 2 === 0 ? aliceHears : bobHears;
    sent.push((await sendAcked(ear, channel_id, `message ${String(i)}`)).message_id);
  }
  expect(await closed).toMatchObject({ code: 4001, reason: 'session_ended' }); // found in the database, not through Redis
  proxy.restore();

  await bobHears.next('voice.presence', (frame) => frame.channel_id === doomed && !frame.active);
  await areToldToSync(bobHears);
  const { message_id } = await sendAcked(aliceHears, channel_id, 'after');
  for (const ear of [aliceHears, bobHears]) {
    await ear.next('channel.message.new', (frame) => frame.message_id === message_id);
    const heard = ear.all('channel.message.new').map((frame) => frame.message_id);
    expect(heard.slice(-7)).toEqual([...sent, message_id]);
    expect(new Set(heard).size).toBe(heard.length);
  }
  expect([here, there].map(warnings)).toEqual([2, 2]);
});

it('while Redis is away each server counts failures on its own', async () => {
  proxy.cut();
  const attempt = { username: 'nobody', password: 'a wrong password 1', public_key: NAME_ENC };
  for (const server of [here, there]) {
    for (let i = 0; i < 10; i++) {
      await expect(stranger(server).auth.login(attempt)).rejects.toMatchObject({ code: 'invalid_credentials' });
    }
    await expect(stranger(server).auth.login(attempt)).rejects.toMatchObject({ code: 'rate_limited' });
  }
  proxy.restore();
});
