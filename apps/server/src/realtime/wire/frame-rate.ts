import { limits, signalFrameTypes } from '@app/contract';
import { TokenBucket } from '../../core/limits/token-bucket.js';

// Inside of a string value the quotes would be escaped.
const SIGNAL = new RegExp(`"type"\\s*:\\s*"(?:${signalFrameTypes.join('|')})"`);

/** How much one connection may send: signals come in bursts, everything else at a human pace. */
export class FrameRate {
  private readonly bytes: TokenBucket;
  private readonly frames: TokenBucket;
  private readonly signals: TokenBucket;
  private readonly refusals: TokenBucket;

  constructor() {
    const time = performance.now();
    this.bytes = new TokenBucket(limits.bytesPerSecond, limits.byteBurst, time);
    this.frames = new TokenBucket(limits.framesPerSecond, limits.frameBurst, time);
    this.signals = new TokenBucket(limits.signalsPerSecond, limits.signalBurst, time);
    this.refusals = new TokenBucket(limits.refusedFramesPerSecond, limits.refusedFrameBurst, time);
  }

  /** Counts a frame; false when it is beyond the rate. */
  allows(frame: Buffer): boolean {
    const time = performance.now();
    return this.bytes.take(time, frame.length) && (isSignal(frame) ? this.signals : this.frames).take(time);
  }

  /** Counts a frame of that size beyond the rate, or a ping or pong; false when there are too many even of these. */
  tolerates(size: number): boolean {
    return this.refusals.take(performance.now(), Math.max(1, Math.ceil(size / limits.refusedUnitBytes)));
  }
}

/** Does the frame call itself a signal? Told without parsing it, for a flood must not cost that much. */
function isSignal(frame: Buffer): boolean {
  return SIGNAL.test(frame.toString('latin1'));
}
