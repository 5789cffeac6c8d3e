import { WebSocket } from 'ws';
import { ChatServer } from '../../test/chat-server.js';
import { startRealtimeServer } from '../../test/realtime-server.js';
import { DialtoneClient } from '../client.js';
import type { RealtimeClient } from './realtime-client.js';

/** More than is held back. */
const BURST = 3_000;

/* The class itself hands over many frames in one turn of the event loop, as browsers do. */
const options = { token: 'session-token', WebSocket };

let realtime: RealtimeClient;
let server: { close(): Promise<void> };
afterEach(async () => {
  await realtime.close();
  await server.close();
});

it('a client that is flooded while it catches up hears every message once and in order', async () => {
  const chat = await ChatServer.start();
  server = chat;
  realtime = new DialtoneClient({ baseUrl: chat.url, ...options }).realtime({ cursor: '0' });
  const heard: string[] = [];
  let said = 0;
  realtime.on('channel.message.new', ({ body }) => {
    heard.push(body);
    // Faster than it can listen. The page that it is reading was answered before, so none of these is in it.
    for (let i = 0; i < 10 && said < BURST; i++) chat.say(chat.store(`live ${said++}`));
  });
  for (let i = 0; i < 200; i++) chat.store(`missed ${i}`);
  const done = realtime.once('channel.message.new', { where: ({ body }) => body === `live ${BURST - 1}` });
  await realtime.connect();
  await done;
  expect(heard).toEqual(chat.history.map(({ body }) => body));
  expect(chat.peers).toHaveLength(1);
});

it('a client without a history loses nothing of a flood', async () => {
  const flooding = await startRealtimeServer({
    onConnection: (peer) => {
      for (let i = 0; i < BURST; i++) peer.send(`{"type":"of.the.test","i":${i}}`);
    },
  });
  server = flooding;
  realtime = new DialtoneClient({ baseUrl: flooding.url, ...options }).realtime({ reconnect: false });
  const heard: number[] = [];
  realtime.on('unknown', (frame) => heard.push((frame as { i: number }).i));
  const done = realtime.once('unknown', { where: (frame) => (frame as { i: number }).i === BURST - 1 });
  await realtime.connect();
  await done;
  expect(heard).toEqual(Array.from({ length: BURST }, (_, i) => i));
});
