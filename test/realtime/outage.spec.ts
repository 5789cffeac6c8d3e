import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel } from '../support/channels.js';
import { freshDatabase } from '../support/database.js';
import { byProxy } from '../support/database-by-proxy.js';
import { listen } from '../support/listener.js';
import { register } from '../support/people.js';
import { naming, sendAnswered, sendUntilAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';

/** A server whose database can be taken away and given back. */
async function startOnWeakDatabase() {
  const { database, proxy } = await byProxy(await freshDatabase());
  const server: TestServer = await startServer({ database, env: { DIALTONE_RATE_LIMIT: 'off' } });
  // The embedded database is never away, but it can be full.
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

it('RT17 while the database is away a send is answered with server_unavailable, and the connection stays', async () => {
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
