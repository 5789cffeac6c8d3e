import { type InboundFrameType, limits } from '@app/contract';
import { TokenBucket } from '../limits/token-bucket.js';

const SIGNALS: ReadonlySet<string> = new Set<InboundFrameType>(['webrtc_offer', 'webrtc_answer', 'ice_candidate']);

/** What one connection may send: signals come in showers, everything else at a person's pace. */
export class FrameRate {
  private readonly frames: TokenBucket;
  private readonly signals: TokenBucket;

  constructor() {
    const time = performance.now();
    this.frames = new TokenBucket(limits.framesPerSecond, limits.frameBurst, time);
    this.signals = new TokenBucket(limits.signalsPerSecond, limits.signalBurst, time);
  }

  /** Counts a frame; false when it is beyond the rate. */
  allows(type: string): boolean {
    return (SIGNALS.has(type) ? this.signals : this.frames).take(performance.now());
  }
}
