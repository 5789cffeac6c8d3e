import { Liveness } from './liveness.js';

const TICK_MS = 5_000;
const QUIET_MS = 30_000;

/** A connection that is watched over; a check finds what `isAlive` says. */
function watched({ isAlive }: { isAlive: boolean }) {
  const check = jest.fn(() => Promise.resolve(isAlive));
  const onDead = jest.fn();
  return { liveness: new Liveness({ quietMs: QUIET_MS, check, onDead }), check, onDead };
}

/** Time passes in which no timer fires. */
async function sleep(ms: number): Promise<void> {
  jest.setSystemTime(Date.now() + ms);
  await jest.advanceTimersByTimeAsync(TICK_MS);
}

let liveness: Liveness;
beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  liveness.stop();
  jest.useRealTimers();
});

describe('after a sleep, or in a page whose timers are slowed', () => {
  it.each([false, true])('a connection that is alive is kept; heard pings: %s', async (hearsPings) => {
    const { check, onDead, ...rest } = watched({ isAlive: true });
    liveness = rest.liveness;
    if (hearsPings) liveness.pinged();
    for (const minutes of [1, 2, 3]) {
      await sleep(60_000);
      expect(check).toHaveBeenCalledTimes(minutes);
    }
    expect(onDead).not.toHaveBeenCalled();
  });

  it('a connection that is dead is given up', async () => {
    const { check, onDead, ...rest } = watched({ isAlive: false });
    liveness = rest.liveness;
    await sleep(60_000);
    expect([check.mock.calls.length, onDead.mock.calls.length]).toEqual([1, 1]);
  });
});

it('a server whose pings stop is given up without a check', async () => {
  const { check, onDead, ...rest } = watched({ isAlive: true });
  liveness = rest.liveness;
  liveness.pinged();
  await jest.advanceTimersByTimeAsync(45_000);
  expect(onDead).toHaveBeenCalled();
  expect(check.mock.calls.length).toBeLessThanOrEqual(1);
});
