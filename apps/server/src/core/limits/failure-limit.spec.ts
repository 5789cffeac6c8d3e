import { DialtoneError } from '../errors/dialtone-error.js';
import { FailureLimit } from './failure-limit.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The seconds that an attempt has to wait; null when it may begin. */
function waitFor(limit: FailureLimit, key: string): number | null {
  try {
    limit.begin(key)();
    return null;
  } catch (error) {
    if (error instanceof DialtoneError && error.code === 'rate_limited') return error.retryAfter ?? -1;
    throw error;
  }
}

it('lets as many fail as it says, and then tells how long to wait', () => {
  const limit = new FailureLimit(3, 60);

  for (let i = 0; i < 3; i++) {
    expect(waitFor(limit, 'a')).toBeNull();
    limit.begin('a');
    jest.advanceTimersByTime(10_000);
  }

  expect(waitFor(limit, 'a')).toBe(30);
  expect(waitFor(limit, 'b')).toBeNull();
});

it('slides: each failure is forgotten when its own time is over', () => {
  const limit = new FailureLimit(2, 60);
  limit.begin('a');
  jest.advanceTimersByTime(40_000);
  limit.begin('a');

  jest.advanceTimersByTime(19_500);
  expect(waitFor(limit, 'a')).toBe(1);
  jest.advanceTimersByTime(500);
  expect(waitFor(limit, 'a')).toBeNull();
  limit.begin('a');
  expect(waitFor(limit, 'a')).toBe(40);
});

it('forgets an attempt that was taken back, and only that one', () => {
  const limit = new FailureLimit(2, 60);
  limit.begin('a');
  const takeBack = limit.begin('a');
  expect(waitFor(limit, 'a')).toBe(60);

  takeBack();

  expect(waitFor(limit, 'a')).toBeNull();
  limit.begin('a');
  expect(waitFor(limit, 'a')).toBe(60);
});

it('counts what has begun and is not decided yet', () => {
  const limit = new FailureLimit(2, 60);
  const begun = [limit.begin('a'), limit.begin('a')];

  expect(waitFor(limit, 'a')).toBe(60);
  begun.forEach((takeBack) => takeBack());
  expect(waitFor(limit, 'a')).toBeNull();
});

it('is not confused by a step of the wall clock', () => {
  const limit = new FailureLimit(1, 60);
  limit.begin('a');

  jest.setSystemTime(Date.now() + 3_600_000);

  expect(waitFor(limit, 'a')).toBe(60);
});
