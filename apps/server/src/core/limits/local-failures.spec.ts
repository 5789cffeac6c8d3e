import { DialtoneError } from '@app/contract';
import { LocalFailures } from './local-failures.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

class Wrong extends Error {}
const isWrong = (error: unknown) => error instanceof Wrong;

/** An attempt that ends when it is told to. */
function begin(limit: LocalFailures, key: string) {
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  const ended = limit
    .attempt(key, isWrong, () => new Promise<void>((resolve, reject) => (settle = { resolve, reject })))
    .catch((error: unknown) => error);
  return {
    ended,
    hasBegun: () => settle !== undefined,
    succeed: () => settle?.resolve(),
    fail: (error: unknown = new Wrong()) => settle?.reject(error),
  };
}

async function fail(limit: LocalFailures, key: string): Promise<void> {
  await expect(limit.attempt(key, isWrong, () => Promise.reject(new Wrong()))).rejects.toThrow(Wrong);
}

/** The seconds that an attempt has to wait; null when it may begin. */
async function waitFor(limit: LocalFailures, key: string): Promise<number | null> {
  try {
    await limit.attempt(key, isWrong, () => Promise.resolve());
    return null;
  } catch (error) {
    if (error instanceof DialtoneError && error.code === 'rate_limited') return error.retryAfter ?? -1;
    throw error;
  }
}

it('lets as many fail as it says, and then tells how long to wait', async () => {
  const limit = new LocalFailures(3, 60);

  for (let i = 0; i < 3; i++) {
    expect(await waitFor(limit, 'a')).toBeNull();
    await fail(limit, 'a');
    jest.advanceTimersByTime(10_000);
  }

  expect(await waitFor(limit, 'a')).toBe(30);
  expect(await waitFor(limit, 'b')).toBeNull();
});

it('slides: each failure is forgotten when its own time is over', async () => {
  const limit = new LocalFailures(2, 60);
  await fail(limit, 'a');
  jest.advanceTimersByTime(40_000);
  await fail(limit, 'a');

  jest.advanceTimersByTime(19_500);
  expect(await waitFor(limit, 'a')).toBe(1);
  jest.advanceTimersByTime(500);
  expect(await waitFor(limit, 'a')).toBeNull();
  await fail(limit, 'a');
  expect(await waitFor(limit, 'a')).toBe(40);
});

it('does not count what succeeds, nor what fails for another reason', async () => {
  const limit = new LocalFailures(1, 60);
  const other = begin(limit, 'a');
  await Promise.resolve();
  other.fail(new Error('the database is away'));
  await other.ended;

  expect(await waitFor(limit, 'a')).toBeNull();
  expect(await waitFor(limit, 'a')).toBeNull();
});

it('lets attempts wait while as many are under way as may still fail', async () => {
  const limit = new LocalFailures(2, 60);
  const [first, second, third, fourth] = [1, 2, 3, 4].map(() => begin(limit, 'a'));
  await Promise.resolve();
  expect([first, second, third, fourth].map((attempt) => attempt?.hasBegun())).toEqual([true, true, false, false]);

  first?.succeed();
  await first?.ended;
  await Promise.resolve();
  expect([third, fourth].map((attempt) => attempt?.hasBegun())).toEqual([true, false]);

  second?.fail();
  third?.fail();
  expect(await fourth?.ended).toMatchObject({ code: 'rate_limited', retryAfter: 60 });
  expect(fourth?.hasBegun()).toBe(false);
});

it('is not confused by a step of the wall clock', async () => {
  const limit = new LocalFailures(1, 60);
  await fail(limit, 'a');

  jest.setSystemTime(Date.now() + 3_600_000);

  expect(await waitFor(limit, 'a')).toBe(60);
});

it('serves those who wait in their order', async () => {
  const limit = new LocalFailures(1, 60);
  const served: number[] = [];

  await Promise.all(Array.from({ length: 4000 }, (_, i) => limit.attempt('a', isWrong, async () => served.push(i))));

  expect(served).toEqual(served.toSorted((a, b) => a - b));
  expect(served).toHaveLength(4000);
});
