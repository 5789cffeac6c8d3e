import { makeChannel, saying } from '../support/channels.js';
import { at } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const MESSAGES = 40;
/** So that all of them take longer than a client waits for a line on which nothing moves. */
const BYTES_PER_SECOND = 12_000;
const LONG = 'x'.repeat(4_000);

const { server, alice, bob } = useServer('alice', 'bob');

test('what was missed arrives on a line that is slow, and own messages do not wait for it', async () => {
  const channelId = await makeChannel(alice);
  const start = bob.client.realtime();
  await start.connect();
  const { cursor } = start;
  await start.close();
  const sender = alice.client.realtime();
  await sender.connect();
  const long = Array.from({ length: MESSAGES }, (_, i) => `${String(i)} ${LONG}`);
  for (const body of long) await sender.sendMessage(saying(channelId, body));
  await sender.close();

  const proxy = await TcpProxy.to(Number(new URL(server.url).port));
  proxy.throttle(BYTES_PER_SECOND);
  const realtime = at(bob, { url: `http://127.0.0.1:${String(proxy.port)}` }).client.realtime({ cursor });
  const happened: string[] = [];
  const heard: string[] = [];
  let connections = 0;
  realtime.on('channel.message.new', ({ body }) => heard.push(body));
  realtime.on('state', ({ state }) => (connections += state === 'connecting' ? 1 : 0));
  const sent = realtime.sendMessage(saying(channelId, 'meanwhile')).then(() => happened.push('sent'));
  await realtime.connect().then(() => happened.push('connected'));
  await sent;
  if (!heard.includes('meanwhile')) {
    await realtime.once('channel.message.new', { where: ({ body }) => body === 'meanwhile' });
  }
  await realtime.close();
  await proxy.close();

  expect(happened).toEqual(['sent', 'connected']);
  expect(heard).toEqual([...long, 'meanwhile']);
  expect(connections).toBe(1);
});
