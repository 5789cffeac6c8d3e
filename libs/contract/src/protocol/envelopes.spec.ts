import { limits } from '../generated/limits.js';
import { roomFor } from './envelopes.js';

const now = new Date('2026-03-01T09:30:00.000Z');
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const full = limits.envelopesPerKey;

it.each([
  ['there is room', { count: 0, ofSender: 0, oldestAt: now }, 'free'],
  ["a user's second device finds room", { count: 1, ofSender: 1, oldestAt: now }, 'free'],
  [
    'a further one takes the place of an own one',
    { count: 2, ofSender: limits.envelopesPerSender, oldestAt: now },
    'ownOldest',
  ],
  [
    'so does a second one where others have the rest',
    { count: full, ofSender: 1, oldestAt: secondsAgo(90_000) },
    'ownOldest',
  ],
  ["others' are safe for a day", { count: full, ofSender: 0, oldestAt: secondsAgo(86_400) }, 'none'],
  ['and then make room', { count: full, ofSender: 0, oldestAt: secondsAgo(86_401) }, 'oldest'],
])('%s', (_, there, room) => {
  expect(roomFor(there, now)).toBe(room);
});
