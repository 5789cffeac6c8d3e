import { Deadline, LONGEST_TIMER_MS } from '../core/deadline.js';
import { ApiError } from '../core/errors.js';
import { reconnectDelayMs, withinReason } from './backoff.js';
import { wait } from '../core/wait.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('a wait that is longer than a timer can be', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    ['wait()', (ms: number) => wait(ms)],
    ['a wait of a call', (ms: number) => new Deadline(Infinity).wait(ms)],
  ])('is as long as one can be: %s', async (_name, begin) => {
    const done = jest.fn();
    void begin(30 * DAY_MS).then(done);
    await jest.advanceTimersByTimeAsync(LONGEST_TIMER_MS - 1);
    expect(done).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalled();
  });
});

describe('the time that a server asks clients to stay away', () => {
  it.each([
    [20_000, 20_500],
    [30 * DAY_MS, HOUR_MS + 500],
  ])('of %d ms is obeyed up to an hour', (retryAfterMs, delayMs) => {
    const error = new ApiError('not now', { status: 503, code: 'server_unavailable', retryAfterMs });
    expect(reconnectDelayMs(0, error, () => 0.5)).toBe(delayMs);
    expect(withinReason(retryAfterMs)).toBe(delayMs - 500);
  });
});
