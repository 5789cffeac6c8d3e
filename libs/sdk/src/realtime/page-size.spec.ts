import { ChatServer } from '../../test/chat-server.js';
import { DialtoneClient } from '../client.js';
import type { RealtimeClient } from './realtime-client.js';

let server: ChatServer;
let realtime: RealtimeClient;
let heard: string[];
/** How many messages each page was asked for. */
let asked: number[];

beforeEach(async () => {
  server = await ChatServer.start();
  const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token' });
  realtime = client.realtime({ cursor: '0' });
  heard = [];
  asked = [];
  realtime.on('channel.message.new', ({ body }) => heard.push(body));
});
afterEach(async () => {
  await realtime.close();
  await server.close();
});

/** Breaks off every page that is asked for with more messages than that. */
function takeAtMost(messages: number): void {
  server.onRequest = ({ url = '' }, response) => {
    const limit = Number(/since=.*limit=(\d+)/.exec(url)?.[1] ?? 0);
    if (limit > 0) asked.push(limit);
    if (limit > messages) response.writeHead(200, { 'Content-Length': '9999' }).write('{', () => response.destroy());
    return limit > messages;
  };
}

it('pages that do not arrive become smaller, and grow again', async () => {
  for (let i = 0; i < 120; i++) server.store(`m${i}`);
  takeAtMost(40);
  await realtime.connect();
  expect(asked).toEqual([500, 125, 32, 64, 16, 32, 64, 16, 32]);
  expect(heard).toEqual(server.history.map(({ body }) => body));
  expect(server.peers).toHaveLength(1);
});

it('a connection on which none arrives is replaced, and the next one goes on with small ones', async () => {
  for (let i = 0; i < 3; i++) server.store(`m${i}`);
  takeAtMost(2);
  await realtime.connect();
  expect(asked.slice(0, 5)).toEqual([500, 125, 32, 8, 2]);
  expect(heard).toEqual(['m0', 'm1', 'm2']);
  expect(server.peers).toHaveLength(2);
});
