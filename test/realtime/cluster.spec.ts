import { Redis } from 'ioredis';
import { certificateOf } from '../support/certificates.js';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import { sealed } from '../support/keys.js';
import type { Listener } from '../support/listener.js';
import { until } from '../support/pace.js';
import { at, loginFromNewDevice, register, stranger } from '../support/people.js';
import { freshRedisUrl, TEST_REDIS_URL } from '../support/redis.js';
import { naming, sendAcked } from '../support/sending.js';
import type { TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';

const SDP = 'v=0\r\n';

const env = { DIALTONE_REDIS_URL: freshRedisUrl() };
const { server: here, alice, bob, listen, another } = useServer({ env }, 'alice', 'bob');
let there: TestServer;
let channel_id: string;
let aliceHears: Listener;
let bobHears: Listener;

beforeAll(async () => {
  there = await another();
  Object.assign(bob, at(bob, there)); // alice is here, bob is there
});
beforeEach(async () => {
  const { user_id } = bob.session;
  await until('bob of the test before is gone', async () => !(await isOnline(user_id)));
  aliceHears = await listen(alice);
  bobHears = await listen(bob);
  await aliceHears.next('presence.changed', (frame) => frame.user_id === user_id);
  channel_id = await makeChannel(alice);
  for (const ear of [aliceHears, bobHears]) await hearsOf(ear, channel_id);
});

/** Whether the first node knows somebody as online. */
async function isOnline(userId: string): Promise<boolean> {
  return (await alice.client.presence.query({ user_ids: [userId] })).statuses[userId];
}

async function hearsOf(ear: Listener, channel: string): Promise<void> {
  await ear.next('channel.updated', (frame) => frame.channel_id === channel);
}

/** The messages that somebody has heard, once the last of them has arrived. */
async function heardUpTo(ear: Listener, last: string): Promise<string[]> {
  await ear.next('channel.message.new', ({ message_id }) => message_id === last);
  return ear.all('channel.message.new').map(({ message_id }) => message_id);
}

it('RT4 messages sent on all nodes at once reach everyone on each, in the order of the history', async () => {
  const sends = Array.from({ length: 25 }, (_, i) => [
    sendAcked(aliceHears, channel_id, `alice ${String(i)}`),
    sendAcked(bobHears, channel_id, `bob ${String(i)}`),
  ]).flat();
  await Promise.all(sends);

  const { messages } = await alice.client.messages.list({ channel_id, limit: 500 });
  const stored = messages.map(({ id }) => id);
  expect(stored).toHaveLength(50);
  for (const ear of [aliceHears, bobHears]) expect(await heardUpTo(ear, stored.at(-1)!)).toEqual(stored);
});

it('RT4 what a node has stored but not announced is announced by the others, in its place', async () => {
  const silent = await another({ DIALTONE_REDIS_URL: '' }); // it cannot reach the others
  const mute = await listen(at(alice, silent));
  const first = await sendAcked(mute, channel_id, 'told by nobody');

  const second = await sendAcked(aliceHears, channel_id, 'told');

  const ids = [first.message_id, second.message_id];
  for (const ear of [aliceHears, bobHears]) expect(await heardUpTo(ear, second.message_id)).toEqual(ids);
  const third = await sendAcked(mute, channel_id, 'told by nobody, and nothing after it');
  for (const ear of [aliceHears, bobHears])
    expect(await heardUpTo(ear, third.message_id)).toEqual([...ids, third.message_id]);
});

it('RT2 RT18 connecting and leaving on one node is announced on the others, and POST /presence knows', async () => {
  const carol = at(await register(there, 'carol'), there);
  const { user_id, device_id } = carol.session;

  const first = await listen(carol);
  expect(await aliceHears.next('device.joined', ({ sender }) => sender === user_id)).toMatchObject({ device_id });
  expect(await aliceHears.next('presence.changed')).toMatchObject({ user_id, online: true });
  expect(await isOnline(user_id)).toBe(true);
  const second = await listen(at(carol, here));
  await first.close();
  const late = await listen(at(carol, there));
  await bobHears.next('device.joined', ({ sender }) => sender === user_id);
  await Promise.all([second.close(), late.close()]);

  expect(await aliceHears.next('presence.changed')).toMatchObject({ user_id, online: false });
  expect(await isOnline(user_id)).toBe(false);
});

it('RT6 RT8 a voice room spans all nodes, and new connections see it', async () => {
  aliceHears.send({ type: 'voice_join', channel_id });
  await bobHears.next('voice.presence', ({ active }) => active);
  bobHears.send({ type: 'voice_join', channel_id });

  const { users } = await bobHears.next('voice_roster');
  const both = [alice, bob].map(({ session }) => session.user_id).sort();
  expect(users).toEqual(both);
  await aliceHears.next('voice_join', ({ sender }) => sender === bob.session.user_id);
  const late = await listen(alice);
  expect(late.frames[0]).toMatchObject({ voice_rooms: { [channel_id]: both } });

  aliceHears.send({ type: 'voice_leave', channel_id });
  await bobHears.next('voice_leave', ({ sender }) => sender === alice.session.user_id);
  await alice.client.channels.delete({ channel_id });
  await bobHears.next('voice.presence', ({ sender, active }) => sender === bob.session.user_id && !active);
  await bobHears.next('channel.deleted');
});

it('RT9 RT21 signals reach their recipient, or one of their devices, on other nodes', async () => {
  const phone = at(await loginFromNewDevice(there, 'bob'), there);
  const phoneHears = await listen(phone);
  for (const ear of [bobHears, phoneHears]) ear.send({ type: 'voice_join', channel_id });
  await Promise.all([bobHears, phoneHears].map((ear) => ear.next('voice_roster')));
  const to = { type: 'webrtc_offer', channel_id, recipient: bob.session.user_id, sdp: SDP } as const;

  // In one tick, and yet the join arrives before the offer.
  aliceHears.send({ type: 'voice_join', channel_id }, to, { ...to, recipient_device: phone.session.device_id });
  const sender_device = alice.session.device_id;
  expect(await bobHears.next('webrtc_offer')).toMatchObject({ sender: alice.session.user_id, sender_device });
  await phoneHears.next('webrtc_offer', ({ recipient_device }) => recipient_device === undefined);
  await phoneHears.next('webrtc_offer', ({ recipient_device }) => recipient_device !== undefined);
  expect(bobHears.all('webrtc_offer')).toHaveLength(1);
  const types = bobHears.frames.filter((frame) => 'sender' in frame && frame.sender === alice.session.user_id);
  expect(types.map(({ type }) => type).slice(-3)).toEqual(['voice_join', 'voice.presence', 'webrtc_offer']);

  await phoneHears.close();
  bobHears.send({ type: 'voice_leave', channel_id });
  await aliceHears.next('voice_leave');
  aliceHears.send(to);
  expect(await aliceHears.next('error')).toMatchObject({ code: 'recipient_unavailable' });
});

it('RT12 changes of channels and profiles are announced on every node', async () => {
  await alice.client.channels.rename({ channel_id, name_enc: `${NAME_ENC.slice(0, -4)}AAA=` });
  await hearsOf(bobHears, channel_id);
  await bob.client.users.setProfile({ name_enc: NAME_ENC });
  await aliceHears.next('user.profile.updated', ({ sender }) => sender === bob.session.user_id);
});

it('RT26 keys shared on one node are announced to their devices on the others', async () => {
  await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob)] });
  expect(await bobHears.next('keys.shared')).toEqual({ type: 'keys.shared', channel_id });
  await alice.client.keys.putDirectoryKeys({ envelopes: [sealed(alice, bob)] });
  expect(await bobHears.next('keys.shared')).toEqual({ type: 'keys.shared' });
  expect(aliceHears.all('keys.shared')).toEqual([]);
});

it('RT30 RT31 certificates and links of devices are announced on the other nodes', async () => {
  const phone = at(await loginFromNewDevice(here, 'bob'), here); // bob himself is there
  const phoneHears = await listen(phone);
  const { device_id } = phone.session;

  await phone.client.devices.requestLink({ request: NAME_ENC });
  expect(await bobHears.next('device.link.requested')).toEqual({ type: 'device.link.requested', device_id });
  await bob.client.devices.putCertificates({ certificates: [certificateOf(device_id)] });
  await bob.client.devices.answerLink({ device_id, answer: NAME_ENC });

  expect(await phoneHears.next('device.link.answered')).toEqual({ type: 'device.link.answered', device_id });
  for (const ear of [aliceHears, bobHears, phoneHears]) {
    expect(await ear.next('device.certified')).toMatchObject({ sender: bob.session.user_id, device_id });
  }
  expect(bobHears.all('device.link.answered')).toEqual([]);
  expect(phoneHears.all('device.link.requested')).toEqual([]);
  expect(aliceHears.types.filter((type) => type.startsWith('device.link.'))).toEqual([]);
  await phoneHears.close();
});

it('RT14 a session that ends on one node is closed on the others', async () => {
  const phone = await loginFromNewDevice(here, 'alice');
  const far = await listen(at(phone, there));
  const tablet = await loginFromNewDevice(here, 'alice');
  const further = await listen(at(tablet, there));
  const closed = [far, further].map((ear) => ear.realtime.once('close'));

  await phone.client.auth.logout();
  await alice.client.devices.remove({ device_id: tablet.session.device_id });

  expect(await Promise.all(closed)).toMatchObject(Array(2).fill({ code: 4001, reason: 'session_ended' }));
});

it("RT15 a device's eleventh connection closes its oldest one, wherever that is", async () => {
  const phone = await loginFromNewDevice(here, 'bob');
  const oldest = await listen(at(phone, there));
  const closed = oldest.realtime.once('close');
  const more: Listener[] = [];
  for (let i = 0; i < 10; i++) {
    await bobHears.next('device.joined', ({ device_id }) => device_id === phone.session.device_id);
    more.push(await listen(phone));
  }

  expect(await closed).toMatchObject({ code: 4003, reason: 'too_many_connections' });
  const channel = await makeChannel(alice);
  for (const ear of more) await hearsOf(ear, channel);
});

const others = useServer({ env: { DIALTONE_REDIS_URL: freshRedisUrl() } }, 'alice');

it('installations with different prefixes hear nothing of each other, even with the same secrets', async () => {
  const strangerHears = await others.listen(others.alice);

  const { message_id } = await sendAcked(aliceHears, channel_id, 'for us');
  await heardUpTo(bobHears, message_id);
  await sendAcked(strangerHears, await makeChannel(others.alice), 'for them');

  expect(strangerHears.types).toEqual([
    'voice.presence.snapshot',
    'channel.updated',
    'channel.message.new',
    'channel.message.ack',
  ]);
  const about = JSON.stringify([aliceHears.frames, bobHears.frames]);
  expect(about).not.toContain(others.alice.session.user_id);
});

it('garbage, forged and replayed messages in Redis change nothing', async () => {
  const redis = new Redis(TEST_REDIS_URL);
  const spy = redis.duplicate();
  const channel = `${new URL(env.DIALTONE_REDIS_URL).searchParams.get('prefix')!}:0:1`;
  const heard: string[] = [];
  spy.on('message', (_channel: string, text: string) => heard.push(text));
  await spy.subscribe(channel);
  const { message_id } = await sendAcked(aliceHears, channel_id, 'real');
  await heardUpTo(bobHears, message_id);

  // In the name of a server that is heard, after everything that it has said: it would end both people's sessions.
  const { node, serial, seq } = JSON.parse(heard[0].slice(43)) as { node: string; serial: number; seq: number };
  const lists = await Promise.all([alice, bob].map(({ client }) => client.auth.listSessions()));
  const sessionIds = lists.flatMap(({ sessions }) => sessions.map(({ id }) => id));
  const ops = [['event', 'SessionsEnded', { sessionIds }]];
  const forged = JSON.stringify({ kind: 'ops', node, serial: serial + 1000, seq: seq + 1000, ops });
  for (const text of [
    'A'.repeat(43) + forged,
    heard[0].slice(0, 43) + forged,
    forged,
    '',
    '{}',
    '[]',
    'null',
    ...heard,
  ]) {
    await redis.publish(channel, text);
  }
  const last = await sendAcked(bobHears, channel_id, 'still real');

  expect(await heardUpTo(aliceHears, last.message_id)).toEqual([message_id, last.message_id]);
  expect(JSON.stringify(heard)).not.toContain(alice.session.token);
  expect([...here.log, ...there.log].filter((line) => line.includes('"level":50'))).toEqual([]);
  for (const ear of [aliceHears, bobHears]) expect(ear.all('sync.required')).toEqual([]);
  await Promise.all([redis.quit(), spy.quit()]);
});

it('a node that stops is forgotten at once, and its users can return to another one', async () => {
  const third = await another();
  const carol = at(await register(third, 'dave'), third);
  const before = await listen(carol);
  before.send({ type: 'voice_join', channel_id });
  await aliceHears.next('voice.presence', ({ active }) => active);

  await third.close();

  await bobHears.next('voice.presence', ({ active }) => !active);
  await bobHears.next('presence.changed', ({ user_id, online }) => user_id === carol.session.user_id && !online);
  const after = await listen(at(carol, here));
  await bobHears.next('presence.changed', ({ user_id, online }) => user_id === carol.session.user_id && online);
  await sendAcked(after, channel_id, naming(channel_id, 'hello').body);
  expect(bobHears.all('sync.required')).toEqual([]);
});

// The last test: nobody can register from this address for an hour afterwards.
it('all nodes count wrong passwords and unknown invites together', async () => {
  const attempt = { username: 'nobody', password: 'a wrong password 1', public_key: NAME_ENC };
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 11; i++) {
    const outcome = stranger(i % 2 === 0 ? here : there).auth.login(attempt);
    codes.push(await outcome.then(String, (error: unknown) => (error as { code: string }).code));
  }
  expect(codes).toEqual([...Array<string>(10).fill('invalid_credentials'), 'rate_limited']);
  await expect(stranger(there).auth.login(attempt)).rejects.toMatchObject({ code: 'rate_limited' });

  const registration = { ...attempt, username: 'somebody', invite_token: 'no such invite' };
  const guess = (server: TestServer) => stranger(server).auth.register(registration);
  for (let i = 0; i < 10; i++) {
    await expect(guess(i % 2 === 0 ? here : there)).rejects.toMatchObject({ code: 'invite_not_found' });
  }
  for (const server of [here, there]) await expect(guess(server)).rejects.toMatchObject({ code: 'rate_limited' });
});
