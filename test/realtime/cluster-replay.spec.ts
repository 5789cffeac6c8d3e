import { Redis } from 'ioredis';
import { Seal } from '../../apps/server/src/core/backplane/seal.js';
import { makeChannel } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { until } from '../support/pace.js';
import { at, type Person, register } from '../support/people.js';
import { freshRedisUrl, TEST_REDIS_URL } from '../support/redis.js';
import type { TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';

const url = freshRedisUrl();
const prefix = new URL(url).searchParams.get('prefix') ?? '';
const {
  server: here,
  alice,
  bob,
  carol,
  listen,
  another,
} = useServer({ env: { DIALTONE_REDIS_URL: url } }, 'alice', 'bob', 'carol');

/** Everything that servers have told each other, by its channel, in order. */
const recorded: (readonly [channel: string, text: string])[] = [];
/** Somebody who can read and write the Redis, but does not know the servers' secret. */
let tap: Redis;
let attacker: Redis;

let there: TestServer;
let channel_id: string;
let aliceHears: Listener;

beforeAll(async () => {
  [tap, attacker] = [new Redis(TEST_REDIS_URL), new Redis(TEST_REDIS_URL)];
  tap.on('pmessage', (_pattern, channel: string, text: string) => recorded.push([channel, text]));
  await tap.psubscribe(`${prefix}:*`);
  there = await another(); // after all are registered
  channel_id = await makeChannel(alice);
  aliceHears = await listen(alice);
});
afterAll(() => {
  tap.disconnect();
  attacker.disconnect();
});

/** Sends again what was recorded, and resolves once alice's server has heard all of it. */
async function replay(packets = [...recorded]): Promise<void> {
  for (const [channel, text] of packets) await attacker.publish(channel, text);
  await hearSomebodyNew();
}

/** Resolves once alice has heard of somebody who connects to another server: what was sent before has arrived by then. */
async function hearSomebodyNew(): Promise<void> {
  const yonder = await another();
  const guest = await register(yonder, `guest${String((guests += 1))}`);
  const ear = await listen(guest);
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === guest.session.user_id && online);
  await ear.close();
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === guest.session.user_id && !online);
}
let guests = 0;

/** What alice has heard of somebody's presence. */
function heardOf({ session }: Person): boolean[] {
  return aliceHears
    .all('presence.changed')
    .flatMap((frame) => (frame.user_id === session.user_id ? [frame.online] : []));
}

it('signals, and what a server has said of its people, count once: a copy of them changes nothing', async () => {
  const bobHears = await listen(at(bob, there));
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === bob.session.user_id && online);
  for (const ear of [aliceHears, bobHears]) {
    ear.send({ type: 'voice_join', channel_id });
    await ear.next('voice_roster');
  }
  await bobHears.next('voice.presence', ({ sender }) => sender === alice.session.user_id);
  bobHears.send({ type: 'webrtc_offer', channel_id, recipient: alice.session.user_id, sdp: 'v=0' });
  await aliceHears.next('webrtc_offer');

  await replay();

  expect(aliceHears.all('webrtc_offer')).toHaveLength(1);
  expect(heardOf(bob)).toEqual([true]);
  await bobHears.close();
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === bob.session.user_id && !online);
});

it('after a server has stopped, whatever it has sent is refused: nobody comes or goes by it', async () => {
  const stopping = await another();
  const carolHears = await listen(at(carol, stopping));
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === carol.session.user_id && online);
  const beforeTheStop = [...recorded];
  await stopping.close();
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === carol.session.user_id && !online);
  await carolHears.close();

  await replay(beforeTheStop);
  expect(heardOf(carol)).toEqual([true, false]);

  const back = await listen(carol);
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === carol.session.user_id && online);
  await replay();
  expect(heardOf(carol)).toEqual([true, false, true]);
  const { statuses } = await alice.client.presence.query({ user_ids: [carol.session.user_id] });
  expect(statuses).toEqual({ [carol.session.user_id]: true });
  await back.close();
});

it('a server of a version that does not number its packets is heard, and hears the others', async () => {
  const seal = new Seal(here.config.pepper!.value);
  const channel = `${prefix}:0:1`;
  const node = 'a-server-of-an-older-version';
  const heard: string[] = [];
  const older = new Redis(TEST_REDIS_URL);
  const say = (to: string, packet: object) => attacker.publish(to, seal.close(to, JSON.stringify({ node, ...packet })));
  older.on('message', (to: string, text: string) => {
    const packet = JSON.parse(seal.open(to, text) ?? '{}') as { kind: string; node: string };
    heard.push(packet.kind);
    const state = { connections: [['a-connection', { userId: bob.session.user_id, deviceId: bob.session.device_id }]] };
    if (packet.kind === 'ask') void say(`${channel}:${packet.node}`, { kind: 'state', seq: 1, state });
  });
  await older.subscribe(`${channel}:${node}`);
  aliceHears.clear();

  await say(channel, { kind: 'beat', seq: 1, isHello: true });
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === bob.session.user_id && online);
  await say(channel, { kind: 'ask' });
  await until('it was told what the others know', () => heard.includes('state'));
  await say(channel, { kind: 'ops', seq: 2, ops: [['entry', 'connections', 'a-connection', null]] });
  await aliceHears.next('presence.changed', ({ user_id, online }) => user_id === bob.session.user_id && !online);
  older.disconnect();
});
