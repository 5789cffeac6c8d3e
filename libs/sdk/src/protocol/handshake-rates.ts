// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { limits } from '../generated/limits.js';
import { PerKey } from './per-key.js';
import { TokenBucket } from './token-bucket.js';

const { handshakeBurst, handshakesPerSecond, ratesPerUser } = limits;

/** After how long a bucket is full again, in milliseconds. */
const FULL_AFTER_MS = (1000 * handshakeBurst) / handshakesPerSecond;

/** How often clients may connect, because everyone else hears of it: each device, and each user with all of theirs (RT29). */
export class HandshakeRates {
  private readonly ofDevices = bucketsFor(1);
  private readonly ofUsers = bucketsFor(ratesPerUser);

  /**
   * Counts a handshake; the seconds to wait when it is one too many, else null.
   *
   * @param time in milliseconds of any steady clock
   */
  secondsToWait({ deviceId, userId }: { deviceId: string; userId: string }, time: number): number | null {
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
