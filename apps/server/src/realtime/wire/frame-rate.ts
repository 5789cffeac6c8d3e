import { limits, PerKey, TokenBucket } from '@app/contract';

/** Something that is limited. Signals come in bursts, everything else at a human pace. */
type Kind = 'bytes' | 'frames' | 'signals' | 'refusals';
type Buckets = Readonly<Record<Kind, TokenBucket>>;

const { ratesPerUser, refusalsPerUser } = limits;

/** After how long a user's buckets are full again, in milliseconds. */
const FULL_AFTER_MS =
  1000 *
  Math.max(
    limits.byteBurst / limits.bytesPerSecond,
    limits.frameBurst / limits.framesPerSecond,
    limits.signalBurst / limits.signalsPerSecond,
    limits.refusedFrameBurst / limits.refusedFramesPerSecond,
  );

/** What clients may send, of each user over all their connections to this server. */
export class FrameRates {
  private readonly ofUsers = new PerKey(FULL_AFTER_MS, (time) => bucketsFor(time, ratesPerUser, refusalsPerUser));

  /** The rate of a new connection of that user. */
  ofConnection(userId: string): FrameRate {
    return new FrameRate(userId, this.ofUsers);
  }
}

/** What one connection may send: as much as a connection may, and no more than its user has left. */
export class FrameRate {
  private readonly own = bucketsFor(performance.now());

  constructor(
    private readonly userId: string,
    private readonly ofUsers: PerKey<Buckets>,
  ) {}

  /** Counts a frame's bytes; false when they are beyond the rate. */
  allowsBytes(size: number): boolean {
    return this.take('bytes', size);
  }

  /** Counts a frame; false when it is beyond the rate. */
  allowsFrame(isSignal: boolean): boolean {
    return this.take(isSignal ? 'signals' : 'frames');
  }

  /** Counts a frame of that size beyond the rate, or a ping or pong; false when there are too many even of these. */
  tolerates(size: number): boolean {
    return this.take('refusals', Math.max(1, Math.ceil(size / limits.refusedUnitBytes)));
  }

  private take(kind: Kind, count = 1): boolean {
    const time = performance.now();
    // What the connection is refused takes nothing from the user's other connections.
    return this.own[kind].take(time, count) && this.ofUsers.of(this.userId, time)[kind].take(time, count);
  }
}

/** Full buckets for so many connections. */
function bucketsFor(time: number, connections = 1, refusing = 1): Buckets {
  const bucket = (perSecond: number, burst: number, times: number) =>
    new TokenBucket(times * perSecond, times * burst, time);
  return {
    bytes: bucket(limits.bytesPerSecond, limits.byteBurst, connections),
    frames: bucket(limits.framesPerSecond, limits.frameBurst, connections),
    signals: bucket(limits.signalsPerSecond, limits.signalBurst, connections),
    refusals: bucket(limits.refusedFramesPerSecond, limits.refusedFrameBurst, refusing),
  };
}
