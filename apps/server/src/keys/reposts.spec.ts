import { limits } from '@app/contract';
import type { Config } from '../core/config/config.js';
import { Reposts } from './reposts.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** How many requests of a device may replace envelopes now, of those that it could make at once. */
function left(reposts: Reposts, deviceId: string, channelId?: string): number {
  const asked = Array.from({ length: limits.envelopeRepostBurst + 1 }, () => reposts.mayReplace(deviceId, channelId));
  return asked.filter((may) => may).length;
}

it('counts for each device and key, and lets some more through each second', () => {
  const reposts = new Reposts({ rateLimits: true } as Config);

  expect(left(reposts, 'phone', 'general')).toBe(limits.envelopeRepostBurst);
  expect(left(reposts, 'phone', 'general')).toBe(0);
  expect(left(reposts, 'phone')).toBe(limits.envelopeRepostBurst);
  expect(left(reposts, 'desk', 'general')).toBe(limits.envelopeRepostBurst);

  jest.advanceTimersByTime(2000);
  expect(left(reposts, 'phone', 'general')).toBe(2 * limits.envelopeRepostsPerSecond);
});

it('lets everything through where rates are off', () => {
  const reposts = new Reposts({ rateLimits: false } as Config);

  expect(left(reposts, 'phone')).toBe(limits.envelopeRepostBurst + 1);
});
