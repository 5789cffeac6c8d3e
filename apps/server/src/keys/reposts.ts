import { Inject, Injectable } from '@nestjs/common';
import { limits } from '@app/contract';
import { type Config, CONFIG } from '../core/config/config.js';
import { TokenBucket } from '../core/limits/token-bucket.js';

/** The most that are remembered; the one that has been asked about least lately is forgotten first. */
const MAX_REMEMBERED = 20_000;

/** How often a device may replace its envelopes of a key. Each node counts for itself. */
@Injectable()
export class Reposts {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Counts one request of the device for the channel's key, or the directory's; false when it may replace nothing. */
  mayReplace(deviceId: string, channelId = ''): boolean {
    if (!this.config.rateLimits) return true;
    const key = `${deviceId} ${channelId}`;
    const time = performance.now();
    const { envelopeRepostsPerSecond, envelopeRepostBurst } = limits;
    const bucket = this.buckets.get(key) ?? new TokenBucket(envelopeRepostsPerSecond, envelopeRepostBurst, time);
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined && this.buckets.size > MAX_REMEMBERED) this.buckets.delete(oldest);
    return bucket.take(time);
  }
}
