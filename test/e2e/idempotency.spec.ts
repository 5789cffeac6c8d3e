import { randomUUID } from 'node:crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, saying } from '../support/channels.js';
import { onSqlite } from '../support/database.js';
import type { Listener } from '../support/listener.js';
import { at, loginFromNewDevice, register } from '../support/people.js';
import { naming, sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';
import { holdWrites } from '../support/store.js';

const { server, alice, listen, another, restart } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice');
let aliceHears: Listener;
let channel_id: string;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
  aliceHears = await listen(alice);
});

async function history(): Promise<{ id: string; body: string; sent_at: string }[]> {
  const { messages } = await alice.client.messages.list({ channel_id, limit: 500 });
  return messages;
}

it('an acknowledgement has the id and time that everybody sees', async () => {
  const clientId = randomUUID();

  const ack = await sendAcked(aliceHears, channel_id, 'hello', clientId);
  const live = await aliceHears.next('channel.message.new');

  expect(ack).toEqual({
    type: 'channel.message.ack',
    client_id: clientId,
    message_id: live.message_id,
    sent_at: live.sent_at,
  });
  expect(await history()).toMatchObject([{ id: live.message_id, body: 'hello', sent_at: live.sent_at }]);
});

it('a message is stored before it is acknowledged', async () => {
  const letGo = await holdWrites(server);

  aliceHears.send(naming(channel_id, 'one'), { type: 'voice_join', channel_id });
  await aliceHears.next('voice_roster');
  expect(await history()).toEqual([]);
  expect(aliceHears.all('channel.message.ack')).toEqual([]);
  await letGo();

  const { message_id } = await aliceHears.next('channel.message.ack');
  expect(await history()).toMatchObject([{ id: message_id, body: 'one' }]);
});

it('without a client_id there is no acknowledgement', async () => {
  aliceHears.send(saying(channel_id, 'unnamed'));
  await sendAcked(aliceHears, channel_id, 'named');

  expect(aliceHears.all('channel.message.new').map(({ body }) => body)).toEqual(['unnamed', 'named']);
  expect(aliceHears.all('channel.message.ack')).toHaveLength(1);
});

it('a repeat stores nothing, reaches nobody, and is acknowledged with the id and time of the first', async () => {
  const clientId = randomUUID();
  const first = await sendAcked(aliceHears, channel_id, 'hello', clientId);

  const second = await sendAcked(aliceHears, channel_id, 'hello, changed', clientId);
  await sendAcked(aliceHears, channel_id, 'the end');

  expect(second).toEqual(first);
  expect((await history()).map(({ body }) => body)).toEqual(['hello', 'the end']);
  expect(aliceHears.all('channel.message.new').map(({ body }) => body)).toEqual(['hello', 'the end']);
});

it('repeats within one batch are stored once, and the rest of the batch in order', async () => {
  const clientId = randomUUID();
  const frames = [
    naming(channel_id, 'a', clientId),
    saying(channel_id, 'b'),
    naming(channel_id, 'a again', clientId),
    saying(channel_id, 'c'),
    naming(channel_id, 'a once more', clientId),
  ];

  aliceHears.send(...frames);
  await sendAcked(aliceHears, channel_id, 'the end');

  const acks = aliceHears.all('channel.message.ack').filter(({ client_id }) => client_id === clientId);
  expect(acks).toHaveLength(3);
  expect(new Set(acks.map(({ message_id }) => message_id)).size).toBe(1);
  expect((await history()).map(({ body }) => body)).toEqual(['a', 'b', 'c', 'the end']);
});

it('the same client_id from another device is another message', async () => {
  const phone = await listen(await loginFromNewDevice(server, 'alice'));
  const clientId = randomUUID();

  const one = await sendAcked(aliceHears, channel_id, 'from the desk', clientId);
  const two = await sendAcked(phone, channel_id, 'from the phone', clientId);

  expect(two.message_id).not.toBe(one.message_id);
  expect((await history()).map(({ body }) => body)).toEqual(['from the desk', 'from the phone']);
});

it('a repeat after a restart gets the answer of the first', async () => {
  const clientId = randomUUID();
  const first = await sendAcked(aliceHears, channel_id, 'hello', clientId);

  await restart();
  aliceHears = await listen(alice);
  const second = await sendAcked(aliceHears, channel_id, 'hello', clientId);

  expect(second).toEqual(first);
  expect(await history()).toHaveLength(1);
});

it('a repeat after the channel was deleted is answered with channel_not_found', async () => {
  const clientId = randomUUID();
  await sendAcked(aliceHears, channel_id, 'hello', clientId);
  await alice.client.channels.delete({ channel_id });

  aliceHears.send(naming(channel_id, 'hello', clientId));

  expect(await aliceHears.next('error')).toMatchObject({ code: 'channel_not_found' });
  expect(aliceHears.all('channel.message.ack')).toHaveLength(1);
});

it('a message that cannot be stored fails alone; the rest of its batch is stored and acknowledged', async () => {
  const gone = await makeChannel(alice);
  await alice.client.channels.delete({ channel_id: gone });
  const named = ['one', 'two', 'three'].map((body) => naming(channel_id, body));

  aliceHears.send(named[0], naming(gone, 'lost'), named[1], saying(gone, 'lost too'), named[2]);
  const refusals = [await aliceHears.next('error'), await aliceHears.next('error')];
  await aliceHears.next('channel.message.ack', ({ client_id }) => client_id === named[2].client_id);

  expect(refusals.map(({ code }) => code)).toEqual(['channel_not_found', 'channel_not_found']);
  expect(aliceHears.all('channel.message.ack').map(({ client_id }) => client_id)).toEqual(
    named.map(({ client_id }) => client_id),
  );
  expect((await history()).map(({ body }) => body)).toEqual(['one', 'two', 'three']);
});

it('a row that the database refuses fails alone', async () => {
  const trap = onSqlite
    ? `CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.body = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END`
    : `CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW
       IF NEW.body = 'bad' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF`;
  await server.app.get(Database).dataSource.query(trap);
  const end = naming(channel_id, 'the end');

  aliceHears.send(saying(channel_id, 'good'), naming(channel_id, 'bad'), saying(channel_id, 'also good'), end);
  await aliceHears.next('channel.message.ack');

  expect(await aliceHears.next('error')).toMatchObject({ code: 'server_error' });
  await server.app.get(Database).dataSource.query('DROP TRIGGER refuse');
  expect(aliceHears.all('channel.message.ack').map(({ client_id }) => client_id)).toEqual([end.client_id]);
  expect((await history()).map(({ body }) => body)).toEqual(['good', 'also good', 'the end']);
});

// Only one server can use the embedded database.
if (!onSqlite)
  it('the same message ten times at once over two servers: one row, one event, ten equal acknowledgements', async () => {
    const nodes = [server, await another()];
    const bob = await register(server, 'bob');
    // A device can have ten connections at most.
    const ears = await Promise.all(Array.from({ length: 10 }, (_, i) => listen(at(bob, nodes[i % 2]))));
    const ids: string[] = [];
    for (let round = 0; round < 5; round++) {
      const clientId = randomUUID();

      const acks = await Promise.all(ears.map((ear, i) => sendAcked(ear, channel_id, `try ${String(i)}`, clientId)));

      expect(new Set(acks.map((ack) => JSON.stringify(ack))).size).toBe(1);
      ids.push(acks[0].message_id);
      expect((await history()).map(({ id }) => id)).toEqual(ids);
    }

    // A server passes on what another one has stored, at the latest before its own next message.
    const ends = [await sendAcked(ears[0], channel_id, 'the end'), await sendAcked(ears[1], channel_id, 'the end')];
    for (const [i, ear] of ears.entries()) {
      await ear.next('channel.message.new', ({ message_id }) => message_id === ends[i % 2].message_id);
      const heard = ear.all('channel.message.new').map(({ message_id }) => message_id);
      expect(heard.slice(0, ids.length)).toEqual(ids);
      expect(new Set(heard).size).toBe(heard.length);
    }
  });
