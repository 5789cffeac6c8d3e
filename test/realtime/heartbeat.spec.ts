import { once } from 'node:events';
import { limits } from '@app/contract';
import { fakeOnly } from '../support/clock.js';
import type { RawListener } from '../support/listener.js';
import { useServer } from '../support/stage.js';

const { pingIntervalSeconds, pongTimeoutSeconds } = limits;

// Before the server starts: the test controls its intervals; sockets, database and time-outs run as ever.
beforeEach(() => fakeOnly(['setInterval', 'clearInterval']));
const { alice, bob, listenRaw } = useServer({ perTest: true }, 'alice', 'bob');
afterEach(() => void jest.useRealTimers());

/** Counts the pings of a connection. */
function pingsOf({ socket }: RawListener): () => number {
  let pings = 0;
  socket.on('ping', () => (pings += 1));
  return () => pings;
}

/** Resolves once the server has handled everything that the connection has sent. */
async function settled(ear: RawListener): Promise<void> {
  ear.send({ type: 'nothing' });
  await ear.next('error');
}

/** Lets a second pass for the server, and waits until it has handled what these connections sent. */
async function second(...ears: RawListener[]): Promise<void> {
  jest.advanceTimersByTime(1000);
  await Promise.all(ears.map(settled));
}

async function whoIsOnline(): Promise<boolean[]> {
  const ids = [alice.session.user_id, bob.session.user_id];
  const { statuses } = await alice.client.presence.query({ user_ids: ids });
  return ids.map((id) => statuses[id]);
}

it('every connection is pinged every 25 seconds, and not all in the same second', async () => {
  const ears = [await listenRaw(alice), await listenRaw(bob)];
  const counts = ears.map(pingsOf);
  const seconds: number[][] = [[], []];
  expect(pingIntervalSeconds).toBe(25);

  for (let now = 1; now <= 3 * pingIntervalSeconds; now++) {
    await second(...ears);
    counts.forEach((count, i) => {
      if (count() > seconds[i].length) seconds[i].push(now);
    });
  }

  for (const [first, then, last] of seconds) {
    expect(first).toBeLessThanOrEqual(pingIntervalSeconds);
    expect([then - first, last - then]).toEqual([pingIntervalSeconds, pingIntervalSeconds]);
  }
  expect(counts.map((count) => count())).toEqual([3, 3]);
  expect(seconds[0][0]).not.toBe(seconds[1][0]);
});

it('RT24 a silent client is offline within 45 seconds, 15 after its ping; the others stay', async () => {
  const live = await listenRaw(alice);
  const silent = await listenRaw(bob, { autoPong: false });
  const wasPinged = once(silent.socket, 'ping').then(() => true);
  let isClosed = false;
  void silent.closed.then(() => (isClosed = true));

  let pingedAt = 0;
  let now = 0;
  while (now < 45 && !isClosed) {
    now += 1;
    await second(live);
    if (pingedAt === 0 && (await Promise.race([wasPinged, settled(live)])) === true) pingedAt = now;
    if (pingedAt > 0 && now - pingedAt === pongTimeoutSeconds) await silent.closed;
  }

  expect(await silent.closed).toBe(1006);
  expect(now - pingedAt).toBe(pongTimeoutSeconds);
  expect(now).toBeLessThanOrEqual(45);
  expect(await whoIsOnline()).toEqual([true, false]);
});

it('RT24 a client that sends anything after its ping is not silent, even if it is not a pong', async () => {
  const live = await listenRaw(alice);
  const busy = await listenRaw(bob, { autoPong: false });

  for (let now = 1; now <= 2 * pingIntervalSeconds + pongTimeoutSeconds; now++) await second(live, busy);

  expect(await whoIsOnline()).toEqual([true, true]);
});
