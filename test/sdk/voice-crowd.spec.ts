import { DialtoneClient, type WebSocketConstructor } from '@dialtone/sdk';
import { joinVoice } from '@dialtone/sdk/voice';
import { WebSocket } from 'ws';
import { EventsMissed } from '../../apps/server/src/core/backplane/backplane.js';
import type { SharedEntries } from '../../apps/server/src/core/backplane/shared-entries.js';
import { Events } from '../../apps/server/src/core/events/events.js';
import { VoiceService } from '../../apps/server/src/realtime/voice/voice.service.js';
import { makeChannel } from '../support/channels.js';
import type { Person } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { without } from '../support/voice.js';

/** More people than one event can list. */
const CROWD = Array.from({ length: 1000 }, (_, n) => `0198f6a2-52c1-7d3e-9d38-${String(n).padStart(12, '0')}`);

const { server, alice, bob } = useServer('alice', 'bob');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Seat {
  readonly userId: string;
  readonly deviceId: string;
  readonly channelId: string;
}

/** Who sits where, as the server knows it: a thousand connections would take a minute to open. */
const seats = () => server.app.get<{ readonly seats: SharedEntries<Seat> }>(VoiceService).seats;
const seat = (userId: string, channelId: string) =>
  seats().set(`seat of ${userId}`, { userId, deviceId: userId, channelId });

async function join({ client, session }: Person, channelId: string, WebSocketClass: WebSocketConstructor = WebSocket) {
  const { token } = client;
  const realtime = new DialtoneClient({ baseUrl: server.url, token, WebSocket: WebSocketClass }).realtime();
  closing.push(() => realtime.close());
  const heard: unknown[] = [];
  const room = await joinVoice(realtime, channelId, session);
  for (const type of ['peer-joined', 'peer-left', 'rejoined'] as const) {
    room.on(type, (event) => heard.push([type, event]));
  }
  return { realtime, room, heard };
}

test('RT28 a newcomer has everyone in a crowded room as a peer to offer to, also who followed the roster', async () => {
  const channelId = await makeChannel(alice);
  for (const userId of CROWD) seat(userId, channelId);

  const { realtime, room, heard } = await join(alice, channelId);
  expect(room.peers).toEqual(CROWD);

  // Somebody who comes later is not one of them: they offer.
  const his = await join(bob, channelId);
  const { user_id } = bob.session;
  if (!room.peers.includes(user_id)) await new Promise<void>((resolve) => room.on('peer-joined', () => resolve()));
  expect(heard).toEqual([['peer-joined', { user: user_id }]]);
  expect(his.room.peers).toEqual([...CROWD, alice.session.user_id].sort());
  expect(realtime.state).toBe('connected');
});

test('RT22 RT28 a room compares itself with a whole snapshot, also with who followed it', async () => {
  const channelId = await makeChannel(alice);
  for (const userId of CROWD) seat(userId, channelId);
  const lost = new Set<string>();
  const { room, heard } = await join(alice, channelId, without(WebSocket, lost));
  for (const type of ['voice_join', 'voice_leave']) lost.add(type);
  const [first, last] = [CROWD[0], CROWD[CROWD.length - 1]];
  const late = ['fffffff1-52c1-7d3e-9d38-0a5a4c1be1f2', 'fffffff2-52c1-7d3e-9d38-0a5a4c1be1f2'];
  for (const userId of [first, last]) seats().delete(`seat of ${userId}`);
  for (const userId of late) seat(userId, channelId);

  const compared = new Promise((resolve) => room.on('rejoined', resolve));
  server.app.get(Events).publish(new EventsMissed([]));
  await compared;

  const peers = [...CROWD.slice(1, -1), ...late].sort();
  expect(room.peers).toEqual(peers);
  expect(heard).toEqual([
    ...[first, last].map((user) => ['peer-left', { user }]),
    ...late.map((user) => ['peer-joined', { user }]),
    ['rejoined', { peers }],
  ]);
});
