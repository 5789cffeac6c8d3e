import { Watch } from './watch.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Work whose runs end when they are told to. */
function work() {
  const runs: { end: () => void; fail: (error: Error) => void }[] = [];
  const failures: unknown[] = [];
  const run = () => new Promise<void>((end, fail) => runs.push({ end, fail }));
  const watch = new Watch(run, { retryMs: 1000, onFailure: (error) => failures.push(error) });
  return { watch, runs, failures };
}

/** Lets everything happen that needs no time. */
const settle = () => jest.advanceTimersByTimeAsync(0);

it('runs at once, and once more for all triggers that come during a run', async () => {
  const { watch, runs } = work();

  watch.trigger();
  expect(runs).toHaveLength(1);
  watch.trigger();
  watch.trigger();
  expect(runs).toHaveLength(1);

  runs[0].end();
  await settle();
  expect(runs).toHaveLength(2);
  runs[1].end();
  await settle();
  expect(runs).toHaveLength(2);

  watch.trigger();
  expect(runs).toHaveLength(3);
});

it('tells of a failure, and tries again later until it succeeds', async () => {
  const { watch, runs, failures } = work();
  const error = new Error('away');

  watch.trigger();
  runs[0].fail(error);
  await jest.advanceTimersByTimeAsync(999);
  expect([runs.length, failures]).toEqual([1, [error]]);
  await jest.advanceTimersByTimeAsync(1);
  expect(runs).toHaveLength(2);

  runs[1].end();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(runs).toHaveLength(2);
});

it('does not try again what a trigger has made succeed meanwhile', async () => {
  const { watch, runs } = work();

  watch.trigger();
  runs[0].fail(new Error('away'));
  await settle();
  watch.trigger();
  runs[1].end();
  await jest.advanceTimersByTimeAsync(10_000);

  expect(runs).toHaveLength(2);
});

it('runs at an interval, whenever it is needed', async () => {
  const { watch, runs } = work();
  let isNeeded = false;

  watch.triggerEvery(500, () => isNeeded);
  await jest.advanceTimersByTimeAsync(2000);
  expect(runs).toHaveLength(0);

  isNeeded = true;
  await jest.advanceTimersByTimeAsync(500);
  expect(runs).toHaveLength(1);
});

it('stops when the last run has ended, and never runs again', async () => {
  const { watch, runs, failures } = work();
  let isStopped = false;
  watch.triggerEvery(500, () => true);
  watch.trigger();
  watch.trigger();

  const stopped = watch.stop().then(() => (isStopped = true));
  await jest.advanceTimersByTimeAsync(5000);
  expect([watch.isStopped, isStopped]).toEqual([true, false]);

  runs[0].fail(new Error('away'));
  await stopped;
  watch.trigger();
  await jest.advanceTimersByTimeAsync(5000);
  expect([runs.length, failures.length]).toEqual([1, 1]);
});

it('stops at once when nothing runs, and leaves no timer behind', async () => {
  const { watch, runs } = work();
  watch.triggerEvery(500, () => false);
  watch.trigger();
  runs[0].fail(new Error('away'));
  await settle();

  await watch.stop();

  expect(jest.getTimerCount()).toBe(0);
  expect(runs).toHaveLength(1);
});
