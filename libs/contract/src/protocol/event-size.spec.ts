import { limits } from '../generated/limits.js';
import { eventProblem, rosterEvents, snapshotEvents } from './event-size.js';
import type { ClientFrame } from './frame-types.js';

const bytesOf = (event: object) => Buffer.byteLength(JSON.stringify(event));
const id = (n: number) => `0198f6a2-52c1-7d3e-9d38-${n.toString().padStart(12, '0')}`;
const problemOf = (frame: ClientFrame) => eventProblem(frame, bytesOf(frame));

const LONGEST_ID = 'i'.repeat(64);
const message = (body: string, name = 'AAAA'): ClientFrame => ({
  type: 'channel.message.send',
  channel_id: LONGEST_ID,
  body,
  sender_name_enc: name,
  client_id: '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01',
});
const offer = (sdp: string): ClientFrame => ({
  type: 'webrtc_offer',
  channel_id: LONGEST_ID,
  recipient: LONGEST_ID,
  recipient_device: LONGEST_ID,
  sdp,
});
const candidate = (text: string): ClientFrame => ({
  type: 'ice_candidate',
  channel_id: LONGEST_ID,
  recipient: LONGEST_ID,
  candidate: text,
});
const signed = (body: string): ClientFrame =>
  Object.assign(message(body, '"'), {
    proof: {
      device_id: LONGEST_ID,
      key_version: 2_147_483_647,
      counter: Number.MAX_SAFE_INTEGER,
      signature: `${'A'.repeat(86)}==`,
    },
  });
const eventOf = (frame: ClientFrame) => {
  const { client_id: _, ...rest } = { client_id: '', ...frame };
  const sent_at = '2026-03-01T09:31:00.000Z';
  return { ...rest, message_id: LONGEST_ID, sender: LONGEST_ID, sender_device: LONGEST_ID, sent_at };
};

describe('eventProblem', () => {
  it.each<[string, ClientFrame]>([
    ['the longest body and name in base64', message('A'.repeat(16_384), 'A'.repeat(4096))],
    ['a body of 8,000 line breaks', message('\n'.repeat(8000))],
    ['a large SDP', offer('a=x\r\n'.repeat(4000))],
    ['a large field that no event has', Object.assign(message('AAAA'), { more: 'A'.repeat(60_000) })],
    ['a frame that becomes no event', { type: 'voice_leave', channel_id: LONGEST_ID }],
  ])('lets %s through', (_what, frame) => expect(problemOf(frame)).toBeNull());

  it.each([
    ['a body of 16,384 line breaks', message('\n'.repeat(16_384)), 'body'],
    ['a body of control characters', message('\u0001'.repeat(6000)), 'body'],
    ['a name of control characters', message('AAAA', '\u0001'.repeat(6000)), 'sender_name_enc'],
    ['quotes in both', message('"'.repeat(12_300), '"'.repeat(4096)), 'body'],
    ['an SDP', offer('a'.repeat(32_700)), 'sdp'],
    ['an SDP of two bytes a character', offer('é'.repeat(16_384)), 'sdp'],
    ['a candidate', candidate('\\'.repeat(16_384)), 'candidate'],
  ])('names what is too long: %s', (_what, frame, field) => {
    expect(problemOf(frame)).toMatch(new RegExp(`^${field} is too long: .* more than 32768 bytes`));
  });

  it('counts the proof of a message, to which the server adds the client_id', () => {
    let longest = 0;
    for (let quotes = 15_000; quotes <= 16_384; quotes += 1) {
      const frame = signed('"'.repeat(quotes));
      const event = eventOf(frame);
      const { client_id } = frame as { client_id?: string };
      const proof = { client_id, ...(event as { proof?: object }).proof };
      if (problemOf(frame) === null) longest = Math.max(longest, bytesOf({ ...event, proof }));
    }
    expect(longest).toBeLessThanOrEqual(limits.maxEventBytes);
    expect(longest).toBeGreaterThan(limits.maxEventBytes - 600);
  });

  it('lets nothing through that becomes a longer event, and little less than that', () => {
    let longest = 0;
    for (let length = 31_000; length < 33_000; length += 1) {
      const frame = offer('a'.repeat(length));
      if (problemOf(frame) === null) longest = Math.max(longest, bytesOf(eventOf(frame)));
    }
    expect(longest).toBeLessThanOrEqual(limits.maxEventBytes);
    expect(longest).toBeGreaterThan(limits.maxEventBytes - 400);
  });
});

describe('who is in voice', () => {
  const crowd = (count: number, from = 0) => Array.from({ length: count }, (_, n) => id(from + n));

  it('is one event while it fits', () => {
    const rooms = { [id(1)]: crowd(3), [id(2)]: crowd(1) };
    expect(snapshotEvents(rooms)).toEqual([
      { type: 'voice.presence.snapshot', channel_id: '', sender: '', voice_rooms: rooms },
    ]);
    expect(rosterEvents(id(1), crowd(3))).toEqual([
      { type: 'voice_roster', channel_id: id(1), sender: '', users: crowd(3) },
    ]);
  });

  it('RT27 is told whole of a thousand rooms with one in each', () => {
    const rooms = Object.fromEntries(crowd(1000).map((user, n) => [id(5000 + n), [user]]));

    const [snapshot, ...rest] = snapshotEvents(rooms);

    expect(bytesOf(snapshot)).toBeLessThanOrEqual(limits.maxEventBytes);
    expect(bytesOf(snapshot)).toBeGreaterThan(32_000);
    const followed = rest.map(({ channel_id, sender }) => [channel_id, [sender]]);
    expect({ ...snapshot.voice_rooms, ...Object.fromEntries(followed) }).toEqual(rooms);
  });

  it.each([1000, 5000])('RT27 RT28 is told whole of %i people, in events that clients can read', (count) => {
    const rooms = { [id(1)]: crowd(count - 10), [id(2)]: crowd(10, count) };

    const [snapshot, ...rest] = snapshotEvents(rooms);
    const [roster, ...joined] = rosterEvents(id(1), crowd(count));

    expect(Math.max(...[snapshot, ...rest, roster, ...joined].map(bytesOf))).toBeLessThanOrEqual(limits.maxEventBytes);
    expect(bytesOf(snapshot)).toBeGreaterThan(32_000);
    expect(snapshot.following).toBe(rest.length);
    expect(roster.following).toBe(joined.length);
    const told = Object.fromEntries(Object.entries(snapshot.voice_rooms).map(([room, users]) => [room, [...users]]));
    for (const { channel_id, sender, active } of rest) if (active) (told[channel_id] ??= []).push(sender);
    expect(told).toEqual(rooms);
    expect([...roster.users, ...joined.map(({ sender }) => sender)]).toEqual(crowd(count));
  });
});
