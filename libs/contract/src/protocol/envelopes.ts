import { limits } from '../generated/limits.js';

/** The envelopes of one key for one device, as far as they decide on one more from another device. */
export interface EnvelopesThere {
  readonly count: number;
  /** How many of them come from devices of the user who sends the new one. */
  readonly ofSender: number;
  /** When the oldest one was posted. */
  readonly oldestAt: Date;
}

/** What makes room for another envelope: nothing has to go, the sender's own oldest, the oldest of all, or it stays out. */
export type Room = 'free' | 'ownOldest' | 'oldest' | 'none';

/** Where an envelope finds room, so that no user can push out what others have sealed lately. */
export function roomFor({ count, ofSender, oldestAt }: EnvelopesThere, now: Date): Room {
  const isFull = count >= limits.envelopesPerKey;
  if (ofSender >= limits.envelopesPerSender || (isFull && ofSender > 0)) return 'ownOldest';
  if (!isFull) return 'free';
  return now.getTime() - oldestAt.getTime() > limits.envelopeKeptSeconds * 1000 ? 'oldest' : 'none';
}
