import { limits } from '@app/contract';
import { Database } from '../../apps/server/src/core/database/database.js';
import { MessagesRepository } from '../../apps/server/src/messages/messages.repository.js';
import { makeChannel } from '../support/channels.js';
import { freshDatabase } from '../support/database.js';
import { byProxy } from '../support/database-by-proxy.js';
import { listen, type Listener } from '../support/listener.js';
import { register } from '../support/people.js';
import { naming, sendAnswered, sendUntilAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { holdWrites } from '../support/store.js';

/** A server whose database can be taken away and given back. */
async function startOnWeakDatabase() {
  const { database, proxy } = await byProxy(await freshDatabase());
  const server: TestServer = await startServer({ database, env: { DIALTONE_RATE_LIMIT: 'off' } });
  // The embedded database cannot be away, but it can be full.
  const limitPages = (pages: number) =>
    server.app.get(Database).dataSource.query(`PRAGMA max_page_count = ${String(pages)}`);
  return {
    server,
    takeAway: async () => {
      if (proxy) proxy.cut();
      else await limitPages(1);
    },
    giveBack: async () => {
      if (proxy) proxy.restore();
      else await limitPages(1_000_000);
    },
    close: async () => {
      await server.close();
      await database.drop();
    },
  };
}

it('RT17 while the database is away a message is answered with server_unavailable, and the connection stays open', async () => {
  const { server, takeAway, giveBack, close } = await startOnWeakDatabase();
  const alice = await register(server, 'alice');
  const channel_id = await makeChannel(alice);
  const ear = await listen(alice);
  const acked: string[] = [];
  const frames = Array.from({ length: 200 }, (_, i) => naming(channel_id, String(i).padStart(16_000, '.')));

  await takeAway();
  let refused = false;
  while (!refused && acked.length < frames.length) {
    const answer = await sendAnswered(ear, frames[acked.length]);
    if (answer.type === 'channel.message.ack') acked.push(answer.message_id);
    else refused = answer.code === 'server_unavailable';
  }
  await giveBack();
  await sendUntilAcked(ear, frames[acked.length]);

  expect(refused).toBe(true);
  const { messages } = await alice.client.messages.list({ channel_id, limit: 500 });
  expect(messages.map(({ body }) => body)).toEqual(frames.slice(0, acked.length + 1).map(({ body }) => body));
  await close();
});

describe('while nothing can be written', () => {
  const { server, alice, listen } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice');
  let ear: Listener;
  let channel_id: string;

  beforeAll(async () => {
    channel_id = await makeChannel(alice);
    ear = await listen(alice);
  });

  it('reads and signals are served, and a message waits until it is over', async () => {
    const letGo = await holdWrites(server);
    const frame = naming(channel_id, 'waits');

    ear.send(frame, { type: 'voice_join', channel_id });
    await ear.next('voice_roster');
    expect((await alice.client.channels.list()).channels).toHaveLength(1);
    expect(ear.all('channel.message.ack')).toEqual([]);
    await letGo();

    expect(await ear.next('channel.message.ack')).toMatchObject({ client_id: frame.client_id });
  });

  it('RT17 messages that wait behind a failed one are refused together with it', async () => {
    const letGo = await holdWrites(server);
    const frames = Array.from({ length: 200 }, (_, i) => naming(channel_id, `waits ${String(i)}`));

    ear.clear();
    ear.send(...frames);
    await ear.next('error');
    await letGo();
    while (ear.all('error').length + ear.all('channel.message.ack').length < frames.length) await ear.next('error');

    expect(ear.all('error').map(({ code, client_id }) => [code, client_id])).toEqual(
      frames.map(({ client_id }) => ['server_unavailable', client_id]),
    );
  });

  it('messages beyond those that can wait are refused at once', async () => {
    const messages = server.app.get(MessagesRepository);
    const append = messages.append.bind(messages);
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    // No lock: the server would give up waiting for it before a slow machine has sent that many.
    const seam = jest.spyOn(messages, 'append').mockImplementationOnce(async (...args) => {
      await held;
      return append(...args);
    });
    const frames = Array.from({ length: limits.waitingMessages + 100 }, (_, i) => naming(channel_id, String(i)));

    ear.clear();
    ear.send(...frames);
    await ear.next('error');
    letGo();

    const last = frames.at(-1)?.client_id;
    await ear.next('error', ({ client_id }) => client_id === last);
    const { client_id } = await ear.next('channel.message.ack');
    expect(client_id).toBe(frames[0].client_id);
    seam.mockRestore();
  });
});
