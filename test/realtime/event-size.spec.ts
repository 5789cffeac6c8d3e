import { limits } from '@app/contract';
import type { SharedEntries } from '../../apps/server/src/core/backplane/shared-entries.js';
import { VoiceService } from '../../apps/server/src/realtime/voice/voice.service.js';
import { makeChannel, saying } from '../support/channels.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob, listenRaw } = useServer('alice', 'bob');

const bytesOf = (event: object) => Buffer.byteLength(JSON.stringify(event));

it('RT27 refuses a frame that would become a longer event, says which field is too long, and stores nothing', async () => {
  const channel_id = await makeChannel(alice);
  const [ear, bobHears] = [await listenRaw(alice), await listenRaw(bob)];
  for (const one of [bobHears, ear]) {
    one.send({ type: 'voice_join', channel_id });
    await one.next('voice_roster');
  }
  const before = await countRows(server, 'messages');
  const signal = { channel_id, recipient: bob.session.user_id };
  const frames = {
    body: { ...saying(channel_id, ''), body: `a${'\n'.repeat(16_383)}` },
    sender_name_enc: { ...saying(channel_id, 'a'), sender_name_enc: '\u0001'.repeat(4096), body: '"'.repeat(4200) },
    sdp: { ...signal, type: 'webrtc_offer', sdp: 'a'.repeat(32_700) },
    candidate: { ...signal, type: 'ice_candidate', candidate: '\\'.repeat(16_384) },
  };

  for (const [field, frame] of Object.entries(frames)) {
    ear.clear();
    ear.send(frame);
    const { code, message } = await ear.next('error');
    expect([code, message]).toEqual(['invalid_message', expect.stringContaining(`${field} is too long`)]);
  }

  expect(await countRows(server, 'messages')).toEqual(before);
  const largest = { ...saying(channel_id, ''), body: 'A'.repeat(16_384), sender_name_enc: 'A'.repeat(4096) };
  ear.send(largest);
  expect(bytesOf(await bobHears.next('channel.message.new'))).toBeLessThanOrEqual(limits.maxEventBytes);
  ear.send({ ...signal, type: 'webrtc_answer', sdp: 'a'.repeat(32_000) });
  expect(bytesOf(await bobHears.next('webrtc_answer'))).toBeLessThanOrEqual(limits.maxEventBytes);
  expect(bobHears.all('webrtc_offer')).toEqual([]);
});

it('RT28 tells a new connection and a joiner of more people than one event can list', async () => {
  const channel_id = await makeChannel(alice);
  const voice = server.app.get<unknown>(VoiceService) as { readonly seats: SharedEntries<object> };
  const crowd = Array.from({ length: 1000 }, (_, n) => `0198f6a2-52c1-7d3e-9d38-${String(n).padStart(12, '0')}`);
  // A thousand connections would take a minute to open.
  for (const userId of crowd) voice.seats.set(`seat of ${userId}`, { userId, deviceId: userId, channelId: channel_id });

  const ear = await listenRaw(alice);
  const [snapshot] = ear.all('voice.presence.snapshot');
  const last = crowd.at(-1);
  await ear.next('voice.presence', ({ sender }) => sender === last);
  const followed = ear.all('voice.presence').map(({ sender, active }) => active && sender);
  ear.send({ type: 'voice_join', channel_id });
  const roster = await ear.next('voice_roster');
  await ear.next('voice_join', ({ sender }) => sender === alice.session.user_id);
  const joined = ear.all('voice_join').map(({ sender }) => sender);

  expect([snapshot, roster].map(bytesOf).every((bytes) => bytes <= limits.maxEventBytes)).toBe(true);
  expect(snapshot.following).toBe(followed.length);
  expect([...snapshot.voice_rooms[channel_id], ...followed]).toEqual(crowd);
  expect([...new Set([...roster.users, ...joined])].sort()).toEqual([...crowd, alice.session.user_id].sort());
});
