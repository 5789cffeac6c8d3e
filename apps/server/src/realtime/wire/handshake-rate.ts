import { limits, PerKey, TokenBucket } from '@app/contract';
import type { Caller } from '../../core/access/caller.js';

const { handshakeBurst, handshakesPerSecond, ratesPerUser } = limits;

/** After how long a bucket is full again, in milliseconds. */
const FULL_AFTER_MS = (1000 * handshakeBurst) / handshakesPerSecond;

/** How often clients may connect, because everyone else hears of it: each device, and each user with all of theirs. */
export class HandshakeRates {
  private readonly ofDevices = bucketsFor(1);
  private readonly ofUsers = bucketsFor(ratesPerUser);

  /** Counts a handshake; the seconds to wait when it is one too many, else null. */
  secondsToWait({ deviceId, userId }: Caller): number | null {
    const time = performance.now();
    for (const bucket of [this.ofDevices.of(deviceId, time), this.ofUsers.of(userId, time)]) {
      if (!bucket.take(time)) return bucket.secondsToWait;
    }
    return null;
  }
}

function bucketsFor(devices: number): PerKey<TokenBucket> {
  return new PerKey(
    FULL_AFTER_MS,
    (time) => new TokenBucket(devices * handshakesPerSecond, devices * handshakeBurst, time),
  );
}
