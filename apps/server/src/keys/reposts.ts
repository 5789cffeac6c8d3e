import { Inject, Injectable } from '@nestjs/common';
import { limits, PerKey, TokenBucket } from '@app/contract';
import { type Config, CONFIG } from '../core/config/config.js';

const { envelopeRepostsPerSecond, envelopeRepostBurst } = limits;
const FULL_AFTER_MS = (envelopeRepostBurst / envelopeRepostsPerSecond) * 1000;

/** How often a device may replace its envelopes of a key. Each node counts for itself. */
@Injectable()
export class Reposts {
  private readonly buckets = new PerKey(
    FULL_AFTER_MS,
    (time) => new TokenBucket(envelopeRepostsPerSecond, envelopeRepostBurst, time),
  );

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Counts one request of the device for the key of a channel, or the directory's; false when it may replace nothing. */
  mayReplace(deviceId: string, channelId = '', version = 0): boolean {
    const time = performance.now();
    return !this.config.rateLimits || this.buckets.of(`${deviceId} ${channelId} ${String(version)}`, time).take(time);
  }
}
