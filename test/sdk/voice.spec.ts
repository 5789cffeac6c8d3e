import { DialtoneClient, type Session } from '@dialtone/sdk';
import { joinVoice, type VoiceEvents, type VoiceRoom } from '@dialtone/sdk/voice';
import { loginFromNewDevice } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { nextOf, useVoiceParty, type VoiceMember } from '../support/voice.js';

describe('a voice room', () => {
  const party = useVoiceParty();

  test('tells a newcomer who is there, and the others about the newcomer', async () => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const hers = await party.join(alice);
    expect(hers.room.peers).toEqual([]);

    const his = await party.join(bob);
    await party.server.idle();

    expect(his.room.peers).toEqual([alice.user_id]);
    expect(his.heard).toEqual([]);
    expect(hers.room.peers).toEqual([bob.user_id]);
    expect(hers.heard).toEqual([['peer-joined', { user: bob.user_id }]]);
  });

  test('passes signals to one or all devices of a user, and says which device they come from', async () => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const phone = party.server.addDevice(bob.user_id);
    const [hers, his, onPhone] = [await party.join(alice), await party.join(bob), await party.join(phone)];
    const from = { user: alice.user_id, device: alice.device_id };

    expect(hers.room.sendOffer({ user: bob.user_id }, 'to all')).toBe(true);
    hers.room.sendOffer({ user: bob.user_id, device: phone.device_id }, 'to one');
    onPhone.room.sendAnswer(from, 'yes');
    his.room.sendCandidate(from, 'here');
    await party.server.idle();

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
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    const device = ({ session }: VoiceMember) => ({ user: session.user_id, device: session.device_id });
    expect([hers.room.isPolite(device(his)), his.room.isPolite(device(hers))]).toEqual([true, false]);
  });

  test('reports which signal did not arrive because nobody was there', async () => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const hers = await party.join(alice);
    const nobody = { user: bob.user_id, device: bob.device_id };
    hers.room.sendAnswer(nobody, 'too late');
    hers.room.sendCandidate({ user: bob.user_id }, 'too late');
    await party.server.idle();
    expect(hers.heard).toEqual([
      ['unavailable', { to: nobody, signal: 'answer', code: 'recipient_unavailable' }],
      ['unavailable', { to: { user: bob.user_id }, signal: 'candidate', code: 'recipient_unavailable' }],
    ]);
  });

  test.each([
    ['left', (room: VoiceRoom) => room.leave()],
    ['channel-deleted', () => undefined],
    ['disconnected', () => undefined],
  ])('ends once, and nothing is heard or sent after that: %s', async (reason, act) => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    const ended = nextOf(hers.room, 'end');
    act(hers.room);
    if (reason === 'channel-deleted') {
      await new DialtoneClient({
        baseUrl: party.server.baseUrl,
        fetch: party.server.fetch,
        token: alice.token,
      }).channels.delete({
        channel_id: party.channelId,
      });
    }
    if (reason === 'disconnected') party.server.dropConnections({ userId: alice.user_id, code: 4001 });
    expect(await ended).toMatchObject({ reason });
    his.room.sendOffer({ user: alice.user_id }, 'too late');
    hers.room.leave();
    await party.server.idle();
    expect(hers.heard.at(-1)).toEqual(['end', expect.objectContaining({ reason })]);
    expect(hers.room.sendOffer({ user: bob.user_id }, 'too late')).toBe(false);
    expect(hers.room.peers).toEqual([]);
    expect(
      party.server.connections.filter(({ room, userId }) => room !== undefined && userId === alice.user_id),
    ).toEqual([]);
  });

  test('cannot be joined in an unknown channel, and is left when joining is aborted', async () => {
    const [alice] = party.people('alice') as [Session];
    const realtime = await party.connected(alice);
    await expect(joinVoice(realtime, 'no-channel', alice)).rejects.toMatchObject({ code: 'channel_not_found' });

    const letGo = party.server.holdNext('voice_join');
    const waiting = new AbortController();
    const joining = joinVoice(realtime, party.channelId, alice, { signal: waiting.signal });
    await party.server.idle();
    waiting.abort();
    await expect(joining).rejects.toMatchObject({ name: 'AbortedError' });
    letGo();
  });

  test('is joined in the end when the server is unavailable at first', async () => {
    const [alice] = party.people('alice') as [Session];
    party.server.failNext('voice_join', 'server_unavailable');
    expect((await party.join(alice)).room.peers).toEqual([]);
  });
});

const { server, alice, bob } = useServer('alice', 'bob');

test('on a real server two people meet in a voice room, one of them with two devices', async () => {
  const onPhone = await loginFromNewDevice(server, 'bob');
  const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
  const clients = [alice, bob, onPhone].map(({ client }) => client.realtime());
  const rooms: VoiceRoom[] = [];
  for (const [index, { session }] of [alice, bob, onPhone].entries()) {
    rooms.push(await joinVoice(clients[index], channel.id, session));
  }
  const [hers, his, phones] = rooms as [VoiceRoom, VoiceRoom, VoiceRoom];
  const offered = [nextOf(his, 'offer'), nextOf(phones, 'offer')];
  hers.sendOffer({ user: bob.session.user_id }, 'v=0');
  const [{ from }] = (await Promise.all(offered)) as [VoiceEvents['offer'], unknown];
  const answered = nextOf(hers, 'answer');
  phones.sendAnswer(from, 'v=0 too');
  expect(await answered).toEqual({
    from: { user: bob.session.user_id, device: onPhone.session.device_id },
    sdp: 'v=0 too',
  });
  const unavailable = nextOf(hers, 'unavailable');
  phones.leave();
  hers.sendCandidate({ user: bob.session.user_id, device: onPhone.session.device_id }, 'late');
  expect(await unavailable).toMatchObject({ code: 'recipient_unavailable' });
  await Promise.all(clients.map((client) => client.close()));
});
