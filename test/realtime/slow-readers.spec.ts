import { makeChannel } from '../support/channels.js';
import { type Listener, listen, listenRaw } from '../support/listener.js';
import { type Person, register } from '../support/people.js';
import { naming, sendAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';

const BODY = 'x'.repeat(16_000);

let server: TestServer;
let alice: Person;
let bob: Person;
let channel_id: string;
let aliceHears: Listener;

beforeAll(async () => {
  server = await startServer({ env: { DIALTONE_RATE_LIMIT: 'off' } });
  [alice, bob] = [await register(server, 'alice'), await register(server, 'bob')];
  channel_id = await makeChannel(alice);
  aliceHears = await listen(alice);
});
afterAll(() => server.close());

/** Sends until the server has closed a connection for its slow reader; answers with how many messages that took. */
async function sendUntilSlow(): Promise<number> {
  const isNoticed = () => server.log.some((line) => line.includes('slow_reader'));
  for (let sent = 0; sent < 4000;) {
    const frames = Array.from({ length: 20 }, (_, i) => naming(channel_id, `${String(sent + i)} ${BODY}`));
    const acks = frames.map(({ client_id }) =>
      aliceHears.next('channel.message.ack', (ack) => ack.client_id === client_id),
    );
    aliceHears.send(...frames);
    await Promise.all(acks);
    sent += frames.length;
    if (isNoticed()) return sent;
  }
  throw new Error('nobody was closed');
}

it('RT19 who does not read is closed with 4004, gets nothing torn or left out before it, and catches up with /sync; the others notice nothing', async () => {
  const { next: since } = await bob.client.messages.sync();
  const bobHears = await listenRaw(server, bob.session.token);
  const carolHears = await listen(await register(server, 'carol'));
  bobHears.socket.pause();

  const sent = await sendUntilSlow();
  bobHears.socket.resume();

  expect(await bobHears.closed).toBe(4004);
  const heard = bobHears.all('channel.message.new').map(({ body }) => body.split(' ')[0]);
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.length).toBeLessThan(sent);
  expect(heard).toEqual(heard.map((_, i) => String(i)));

  // The others have everything, and go on.
  await sendAcked(aliceHears, channel_id, 'after');
  await carolHears.next('channel.message.new', ({ body }) => body === 'after');
  expect(carolHears.all('channel.message.new')).toHaveLength(sent + 1);

  // What was missed is in the store.
  const missed: string[] = [];
  for (let cursor = since, more = true; more;) {
    const page = await bob.client.messages.sync({ since: cursor, limit: 500 });
    missed.push(...page.messages.map(({ body }) => body.split(' ')[0]));
    cursor = page.next;
    more = page.has_more;
  }
  expect(missed).toEqual([...Array.from({ length: sent }, (_, i) => String(i)), 'after']);
});

it('RT19 a large burst is no offence for a client that reads', async () => {
  const bobHears = await listen(bob);
  const frames = Array.from({ length: 200 }, (_, i) => naming(channel_id, `burst ${String(i)} ${BODY}`));

  aliceHears.send(...frames);
  await bobHears.next('channel.message.new', ({ body }) => body.startsWith('burst 199 '));

  expect(bobHears.all('channel.message.new')).toHaveLength(200);
});
