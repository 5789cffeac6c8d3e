import type { Session } from '@dialtone/sdk';
import { CallParty, connected, until, type Caller } from '../support/calls.js';
import { fakeStream, fakeTrack } from '../support/rtc.js';
import { useVoiceParty } from '../support/voice.js';

const party = useVoiceParty(new CallParty());
const statesOf = ({ heard }: Caller) =>
  heard.filter(([type]) => type === 'peer').map(([, event]) => (event as { state: string }).state);
const isNews = ([type]: Caller['heard'][number]) => type === 'error' || type === 'proof-refused';

test('people who come one after the other hear each other, and see who has left', async () => {
  const [alice, bob, carol] = party.people('alice', 'bob', 'carol') as [Session, Session, Session];
  const hers = await party.call(alice);
  const his = await party.call(bob);
  const carols = await party.call(carol);
  await connected(2, hers, his, carols);

  expect(hers.heard.filter(([type]) => type === 'track')).toHaveLength(2);
  expect(hers.call.peers).toEqual([
    { user: bob.user_id, device: bob.device_id, state: 'connected', proof: 'none', connection: expect.anything() },
    { user: carol.user_id, device: carol.device_id, state: 'connected', proof: 'none', connection: expect.anything() },
  ]);
  his.call.close();
  await connected(1, hers, carols);
  expect(his.heard.slice(-2)).toEqual([
    ['peer', expect.objectContaining({ user: carol.user_id, state: 'closed' })],
    ['end', { reason: 'left' }],
  ]);
  expect(his.call.peers).toEqual([]);
  expect([hers, his, carols].flatMap(({ heard }) => heard.filter(isNews))).toEqual([]);
  expect(party.network.open).toHaveLength(2);
});

test('each device of a user gets a connection of its own', async () => {
  const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
  const phone = party.server.addDevice(bob.user_id);
  const [his, onPhone] = [await party.call(bob), await party.call(phone)];
  const hers = await party.call(alice);
  await connected(2, hers);
  await connected(1, his, onPhone);
  expect(party.network.open).toHaveLength(4);
});

test('a connection that is lost is mended, with servers that are asked for anew', async () => {
  const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
  let asked = 0;
  const iceServers = () => Promise.resolve([{ urls: `turn:${(asked += 1)}` }]);
  const hers = await party.call(alice, { iceServers });
  const his = await party.call(bob);
  await connected(1, hers, his);
  expect(party.network.all.map(({ configuration }) => configuration)).toContainEqual({
    iceServers: [{ urls: 'turn:1' }],
  });

  party.network.lose();
  expect(statesOf(hers).at(-1)).toBe('failed');
  await connected(1, hers, his);
  expect(party.network.all).toHaveLength(2);
  expect(party.network.all.map(({ configuration }) => configuration)).toContainEqual({
    iceServers: [{ urls: 'turn:2' }],
  });
  expect([hers, his].flatMap(({ heard }) => heard.filter(isNews))).toEqual([]);
});

test('after a reconnect to the server everyone is connected again, once', async () => {
  const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
  const hers = await party.call(alice);
  const his = await party.call(bob);
  await connected(1, hers, his);
  const before = new Set(party.network.open);
  party.server.dropConnections();
  await until(hers, () => hers.call.peers.some(({ connection }) => !before.has(connection as never)));
  await connected(1, hers, his);
  expect(party.network.open).toHaveLength(2);
  expect([hers, his].flatMap(({ heard }) => heard.filter(isNews))).toEqual([]);
});

test('the microphone can be muted and replaced, also by somebody who only listened at first', async () => {
  const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
  const microphone = fakeTrack('first');
  const hers = await party.call(alice, { stream: fakeStream(microphone) });
  const his = await party.call(bob, { stream: undefined });
  await connected(1, hers, his);

  hers.call.mute();
  expect([hers.call.isMuted, microphone.enabled]).toEqual([true, false]);
  const second = fakeTrack('second');
  await hers.call.replaceMicrophone(second);
  expect(second.enabled).toBe(false);
  hers.call.unmute();
  expect(second.enabled).toBe(true);
  const [connection] = hers.call.peers.map((peer) => peer.connection) as never as { sent: unknown }[];
  expect(connection.sent).toBe(second);

  await his.call.replaceMicrophone(fakeTrack('his'));
  expect(party.network.open.map(({ sent }) => sent?.id).sort()).toEqual(['his', 'second']);
});

test('one who cannot be connected with is reported, and the others can', async () => {
  const [alice, bob, carol] = party.people('alice', 'bob', 'carol') as [Session, Session, Session];
  const his = await party.call(bob, {}, (frame) => (frame.sdp === undefined ? frame : { ...frame, sdp: 'nonsense' }));
  const carols = await party.call(carol);
  const hers = await party.call(alice);
  await connected(1, hers, carols);
  await until(his, () => his.heard.some(([type]) => type === 'error'));
  expect(his.heard.find(([type]) => type === 'error')).toEqual([
    'error',
    { user: carol.user_id, error: expect.objectContaining({ message: expect.stringContaining('InvalidStateError') }) },
  ]);
  expect(his.call.peers).toEqual([]);
});

test('servers that cannot be asked for are reported, and the connection is made without them', async () => {
  const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
  const failure = new Error('no password for TURN');
  const hers = await party.call(alice, { iceServers: () => Promise.reject(failure) });
  const his = await party.call(bob);
  await connected(1, hers, his);
  expect(hers.heard).toContainEqual(['error', { user: bob.user_id, error: failure }]);
});

test('without WebRTC a call is refused at once, and the room is not joined', async () => {
  const [alice] = party.people('alice') as [Session];
  await expect(party.call(alice, { rtc: undefined })).rejects.toThrow(TypeError);
  expect(party.server.connections.filter(({ room }) => room !== undefined)).toEqual([]);
});
