import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Connection } from '../../apps/server/src/realtime/connection.js';
import { Connections } from '../../apps/server/src/realtime/connections.js';
import { makeChannel } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { until } from '../support/pace.js';
import { type Person, register } from '../support/people.js';
import { naming, sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const BODY = 'x'.repeat(16_000);

const env = { DIALTONE_RATE_LIMIT: 'off' };
const { server, alice, bob, listen, listenRaw } = useServer({ env }, 'alice', 'bob');
let channel_id: string;
let aliceHears: Listener;

beforeAll(async () => {
  channel_id = await makeChannel(alice);
  aliceHears = await listen(alice);
});

/** Sends until the server closes the connection of a slow reader; returns how many messages that took. */
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

it('RT19 a client that does not read is closed with 4004 after an unbroken run of frames, catches up with /sync, and the others notice nothing', async () => {
  const { next: since } = await bob.client.messages.sync();
  const bobHears = await listenRaw(bob);
  const carolHears = await listen(await register(server, 'carol'));
  bobHears.socket.pause();

  const sent = await sendUntilSlow();
  bobHears.socket.resume();

  expect(await bobHears.closed).toBe(4004);
  const heard = bobHears.all('channel.message.new').map(({ body }) => body.split(' ')[0]);
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.length).toBeLessThan(sent);
  expect(heard).toEqual(heard.map((_, i) => String(i)));

  // The others have everything and go on.
  await sendAcked(aliceHears, channel_id, 'after');
  await carolHears.next('channel.message.new', ({ body }) => body === 'after');
  expect(carolHears.all('channel.message.new')).toHaveLength(sent + 1);

  // What bob missed is in the store.
  const missed: string[] = [];
  for (let cursor = since, more = true; more;) {
    const page = await bob.client.messages.sync({ since: cursor, limit: 500 });
    missed.push(...page.messages.map(({ body }) => body.split(' ')[0]));
    cursor = page.next;
    more = page.has_more;
  }
  expect(missed).toEqual([...Array.from({ length: sent }, (_, i) => String(i)), 'after']);
});

it('RT19 a client that reads is not closed for a large burst', async () => {
  const bobHears = await listen(bob);
  const frames = Array.from({ length: 200 }, (_, i) => naming(channel_id, `burst ${String(i)} ${BODY}`));

  aliceHears.send(...frames);
  await bobHears.next('channel.message.new', ({ body }) => body.startsWith('burst 199 '));

  expect(bobHears.all('channel.message.new')).toHaveLength(200);
});

it('a client that does not read and disappears silently is offline once its session has ended', async () => {
  const dave = await register(server, 'dave');
  const daveHears = await listenRaw(dave);
  const isDave = ({ user_id }: { user_id: string }) => user_id === dave.session.user_id;
  await aliceHears.next('presence.changed', (frame) => isDave(frame) && frame.online);
  const transport = transportOf(dave);
  daveHears.socket.pause();
  await until('more waits for dave than the system takes', async () => {
    await Promise.all(Array.from({ length: 10 }, () => sendAcked(aliceHears, channel_id, BODY)));
    return transport.writableLength > 0;
  });
  const ended = once(transport, 'end');
  (Reflect.get(daveHears.socket, '_socket') as Socket).end(); // without a close frame
  await ended;

  await dave.client.auth.logout();

  await aliceHears.next('presence.changed', (frame) => isDave(frame) && !frame.online);
  daveHears.socket.terminate();
});

/** The server's end of somebody's only connection. */
function transportOf({ session }: Person): Socket {
  const open = Reflect.get(server.app.get(Connections), 'open') as ReadonlyMap<string, Connection>;
  const connection = [...open.values()].find(({ caller }) => caller.userId === session.user_id);
  if (!connection) throw new Error('they are not connected');
  return Reflect.get(connection, 'transport') as Socket;
}

it('presence news of a large crowd does not make slow readers of clients that read', async () => {
  const connections = server.app.get(Connections);
  const quiet = await listen(bob);
  const news = Array.from({ length: 5000 }, (_, i) => ({
    type: 'presence.changed' as const,
    user_id: String(i).padStart(36, '0'),
    online: true,
  }));
  let mostAtOnce = 0;
  const { write } = transportOf(alice).constructor.prototype as { write: Socket['write'] };
  const spy = jest.spyOn(transportOf(alice), 'write').mockImplementation(function (this: Socket, bytes: Buffer) {
    mostAtOnce = Math.max(mostAtOnce, bytes.length);
    return write.call(this, bytes);
  } as Socket['write']);

  for (const frame of news) connections.broadcastNews(frame);
  connections.broadcast({ type: 'sync.required' });
  await quiet.next('presence.changed', ({ user_id }) => user_id === news.at(-1)?.user_id);

  expect(quiet.all('presence.changed').slice(-news.length)).toEqual(news);
  expect(mostAtOnce).toBeGreaterThan(50_000); // much of it together, as the news of a crowd should be
  expect(mostAtOnce).toBeLessThan(100_000);
  spy.mockRestore();
});
