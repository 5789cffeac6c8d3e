import { once } from 'node:events';
import { limits } from '@app/contract';
import { listenRaw, type RawListener } from '../support/listener.js';
import { register } from '../support/people.js';
import { startServer, type TestServer } from '../support/server.js';

const INTERVAL_MS = limits.pingIntervalSeconds * 1000;

let server: TestServer;

beforeEach(async () => {
  // Only the clock of repeated work is ours; sockets, the store and all time-outs run as ever.
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setTimeout',
      'clearTimeout',
    ],
  });
  server = await startServer();
});
afterEach(async () => {
  await server.close();
  jest.useRealTimers();
});

/** Counts the pings of a connection. */
function pingsOf({ socket }: RawListener): () => number {
  let pings = 0;
  socket.on('ping', () => (pings += 1));
  return () => pings;
}

/** Resolves once the server has dealt with all that the connection has sent. */
async function settled(ear: RawListener): Promise<void> {
  ear.send({ type: 'nothing' });
  await ear.next('error');
}

it('the server pings every 25 seconds, and not earlier', async () => {
  const alice = await register(server, 'alice');
  const ear = await listenRaw(server, alice.session.token);
  const pings = pingsOf(ear);
  expect(INTERVAL_MS).toBe(25_000);

  for (let round = 1; round <= 3; round++) {
    jest.advanceTimersByTime(INTERVAL_MS - 1);
    await settled(ear);
    expect(pings()).toBe(round - 1);

    const ping = once(ear.socket, 'ping');
    jest.advanceTimersByTime(1);
    await ping;
    await settled(ear);
    expect(pings()).toBe(round);
  }
  await ear.close();
});

it('a connection that does not answer a ping is cut before the next one; the others stay', async () => {
  const [alice, bob] = [await register(server, 'alice'), await register(server, 'bob')];
  const live = await listenRaw(server, alice.session.token);
  const halfOpen = await listenRaw(server, bob.session.token, { autoPong: false });
  const pinged = Promise.all([once(live.socket, 'ping'), once(halfOpen.socket, 'ping')]);
  jest.advanceTimersByTime(INTERVAL_MS);
  await pinged;
  await settled(live);

  const pingedAgain = once(live.socket, 'ping');
  jest.advanceTimersByTime(INTERVAL_MS);

  expect(await halfOpen.closed).toBe(1006);
  await pingedAgain;
  await settled(live);
  const { statuses } = await alice.client.presence.query({ user_ids: [alice.session.user_id, bob.session.user_id] });
  expect(statuses).toEqual({ [alice.session.user_id]: true, [bob.session.user_id]: false });
  await live.close();
});
