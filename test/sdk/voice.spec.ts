import { DialtoneClient, type RealtimeClient, type Session } from '@dialtone/sdk';
import { createFakeServer, type FakeServer } from '@dialtone/sdk/testing';
import { joinVoice, type VoiceEvents, type VoiceEventType, type VoiceRoom } from '@dialtone/sdk/voice';
import { loginFromNewDevice, register } from '../support/people.js';
import { startServer } from '../support/server.js';

const EVENTS: readonly VoiceEventType[] = [
  'peer-joined',
  'peer-left',
  'rejoined',
  'offer',
  'answer',
  'candidate',
  'unavailable',
  'end',
];

/** Somebody in a room, and what they have heard there. */
interface Member {
  readonly session: Session;
  readonly realtime: RealtimeClient;
  readonly room: VoiceRoom;
  readonly heard: [VoiceEventType, unknown][];
}

/** Resolves with the room's next event of that type. */
function next<T extends VoiceEventType>(room: VoiceRoom, type: T): Promise<VoiceEvents[T]> {
  return new Promise((resolve) => {
    const stop = room.on(type, (event) => {
      stop();
      resolve(event);
    });
  });
}

function listen({ room }: Pick<Member, 'room'>): Member['heard'] {
  const heard: Member['heard'] = [];
  for (const type of EVENTS) room.on(type, (event) => heard.push([type, event]));
  return heard;
}

describe('a voice room', () => {
  let server: FakeServer;
  let channelId: string;
  const open: RealtimeClient[] = [];

  beforeEach(() => {
    server = createFakeServer();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((realtime) => realtime.close()));
  });

  async function connected(session: Session): Promise<RealtimeClient> {
    const { baseUrl, fetch, WebSocket } = server;
    const realtime = new DialtoneClient({ baseUrl, fetch, WebSocket, token: session.token }).realtime();
    open.push(realtime);
    await realtime.connect();
    return realtime;
  }

  async function join(session: Session): Promise<Member> {
    const realtime = await connected(session);
    const room = await joinVoice(realtime, channelId, session);
    return { session, realtime, room, heard: listen({ room }) };
  }

  function people(...names: string[]): Session[] {
    const users = names.map((username) => server.addUser({ username }));
    channelId = server.addChannel({ name_enc: 'b25l', created_by: users[0].user_id }).id;
    return users;
  }

  test('tells a newcomer who is there, and those who are there of the newcomer', async () => {
    const [alice, bob] = people('alice', 'bob') as [Session, Session];
    const hers = await join(alice);
    expect(hers.room.peers).toEqual([]);

    const his = await join(bob);
    await server.idle();

    expect(his.room.peers).toEqual([alice.user_id]);
    expect(his.heard).toEqual([]);
    expect(hers.room.peers).toEqual([bob.user_id]);
    expect(hers.heard).toEqual([['peer-joined', { user: bob.user_id }]]);
  });

  test('passes signals to all devices of a user or to one, and says which device they come from', async () => {
    const [alice, bob] = people('alice', 'bob') as [Session, Session];
    const phone = server.addDevice(bob.user_id);
    const [hers, his, onPhone] = [await join(alice), await join(bob), await join(phone)];
    const from = { user: alice.user_id, device: alice.device_id };

    expect(hers.room.sendOffer({ user: bob.user_id }, 'to all')).toBe(true);
    hers.room.sendOffer({ user: bob.user_id, device: phone.device_id }, 'to one');
    onPhone.room.sendAnswer(from, 'yes');
    his.room.sendCandidate(from, 'here');
    await server.idle();

    expect(his.heard).toEqual([['offer', { from, sdp: 'to all' }]]);
    expect(onPhone.heard).toEqual([
      ['offer', { from, sdp: 'to all' }],
      ['offer', { from, sdp: 'to one' }],
    ]);
    expect(hers.heard.slice(-2)).toEqual([
      ['answer', { from: { user: bob.user_id, device: phone.device_id }, sdp: 'yes' }],
      ['candidate', { from: { user: bob.user_id, device: bob.device_id }, candidate: 'here' }],
    ]);
  });

  test('of two devices exactly one is polite', async () => {
    const [alice, bob] = people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await join(alice), await join(bob)];
    const device = ({ session }: Member) => ({ user: session.user_id, device: session.device_id });
    expect([hers.room.isPolite(device(his)), his.room.isPolite(device(hers))]).toEqual([true, false]);
  });

  test('says which signal did not arrive, because nobody was there', async () => {
    const [alice, bob] = people('alice', 'bob') as [Session, Session];
    const hers = await join(alice);
    const nobody = { user: bob.user_id, device: bob.device_id };
    hers.room.sendAnswer(nobody, 'too late');
    hers.room.sendCandidate({ user: bob.user_id }, 'too late');
    await server.idle();
    expect(hers.heard).toEqual([
      ['unavailable', { to: nobody, signal: 'answer', code: 'recipient_unavailable' }],
      ['unavailable', { to: { user: bob.user_id }, signal: 'candidate', code: 'recipient_unavailable' }],
    ]);
  });

  test('joins again after a reconnect, and tells who came and went meanwhile', async () => {
    const [alice, bob, carol] = people('alice', 'bob', 'carol') as [Session, Session, Session];
    const [hers, his] = [await join(alice), await join(bob)];
    const hersToo = await connected(carol);
    await server.idle();
    hers.heard.length = 0;

    const isBack = next(hers.room, 'rejoined');
    const letGo = server.holdNext('connect');
    server.dropConnections({ userId: alice.user_id });
    await next(his.room, 'peer-left');
    expect(hers.room.sendOffer({ user: bob.user_id }, 'nobody hears it')).toBe(false);
    his.room.leave();
    await joinVoice(hersToo, channelId, carol);
    letGo();
    await isBack;

    expect(hers.heard).toEqual([
      ['peer-left', { user: bob.user_id }],
      ['peer-joined', { user: carol.user_id }],
      ['rejoined', { peers: [carol.user_id] }],
    ]);
    expect(hers.room.peers).toEqual([carol.user_id]);
    expect(hers.room.sendOffer({ user: carol.user_id }, 'again')).toBe(true);
  });

  test('joins again when the server asks to catch up', async () => {
    const [alice] = people('alice') as [Session];
    const hers = await join(alice);
    const isBack = next(hers.room, 'rejoined');
    server.requireSync();
    expect(await isBack).toEqual({ peers: [] });
  });

  test('ends when the same connection joins another room, and leaving the old one leaves the new one alone', async () => {
    const [alice] = people('alice') as [Session];
    const hers = await join(alice);
    const other = server.addChannel({ name_enc: 'dHdv', created_by: alice.user_id });
    const room = await joinVoice(hers.realtime, other.id, alice);
    hers.room.leave();
    await server.idle();
    expect(hers.heard).toEqual([['end', { reason: 'moved' }]]);
    expect(room.channelId).toBe(other.id);
    expect(server.connections).toMatchObject([{ room: other.id }]);
  });

  test.each([
    ['left', (room: VoiceRoom) => room.leave()],
    ['channel_deleted', () => undefined],
    ['disconnected', () => undefined],
  ])('ends once, and nothing is heard or sent after that: %s', async (reason, act) => {
    const [alice, bob] = people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await join(alice), await join(bob)];
    const ended = next(hers.room, 'end');
    act(hers.room);
    if (reason === 'channel_deleted') {
      await new DialtoneClient({ baseUrl: server.baseUrl, fetch: server.fetch, token: alice.token }).channels.delete({
        channel_id: channelId,
      });
    }
    if (reason === 'disconnected') server.dropConnections({ userId: alice.user_id, code: 4001 });
    expect(await ended).toMatchObject({ reason });
    his.room.sendOffer({ user: alice.user_id }, 'too late');
    hers.room.leave();
    await server.idle();
    expect(hers.heard.at(-1)).toEqual(['end', expect.objectContaining({ reason })]);
    expect(hers.room.sendOffer({ user: bob.user_id }, 'too late')).toBe(false);
    expect(hers.room.peers).toEqual([]);
    expect(server.connections.filter(({ room, userId }) => room !== undefined && userId === alice.user_id)).toEqual([]);
  });

  test('cannot be joined where there is none, and is left when joining is given up', async () => {
    const [alice] = people('alice') as [Session];
    const realtime = await connected(alice);
    await expect(joinVoice(realtime, 'no-channel', alice)).rejects.toMatchObject({ code: 'channel_not_found' });

    const letGo = server.holdNext('voice_join');
    const waiting = new AbortController();
    const joining = joinVoice(realtime, channelId, alice, { signal: waiting.signal });
    await server.idle();
    waiting.abort();
    await expect(joining).rejects.toMatchObject({ name: 'AbortedError' });
    letGo();
  });

  test('is joined by a server that cannot do it at first', async () => {
    const [alice] = people('alice') as [Session];
    server.failNext('voice_join', 'server_unavailable');
    expect((await join(alice)).room.peers).toEqual([]);
  });
});

test('on a real server two people meet in a voice room, one of them with two devices', async () => {
  const server = await startServer();
  const alice = await register(server, 'alice');
  const bob = await register(server, 'bob');
  const onPhone = await loginFromNewDevice(server, 'bob');
  const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
  const clients = [alice, bob, onPhone].map(({ client }) => client.realtime());
  try {
    const rooms: VoiceRoom[] = [];
    for (const [index, { session }] of [alice, bob, onPhone].entries()) {
      rooms.push(await joinVoice(clients[index], channel.id, session));
    }
    const [hers, his, phones] = rooms as [VoiceRoom, VoiceRoom, VoiceRoom];
    const offered = [next(his, 'offer'), next(phones, 'offer')];
    hers.sendOffer({ user: bob.session.user_id }, 'v=0');
    const [{ from }] = (await Promise.all(offered)) as [VoiceEvents['offer'], unknown];
    const answered = next(hers, 'answer');
    phones.sendAnswer(from, 'v=0 too');
    expect(await answered).toEqual({
      from: { user: bob.session.user_id, device: onPhone.session.device_id },
      sdp: 'v=0 too',
    });
    const unavailable = next(hers, 'unavailable');
    phones.leave();
    hers.sendCandidate({ user: bob.session.user_id, device: onPhone.session.device_id }, 'late');
    expect(await unavailable).toMatchObject({ code: 'recipient_unavailable' });
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await server.close();
  }
});
