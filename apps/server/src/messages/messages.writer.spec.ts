import { makeChannel } from '../../../../test/support/channels.js';
import { type Person, register } from '../../../../test/support/people.js';
import { startServer, type TestServer } from '../../../../test/support/server.js';
import { openStore } from '../../../../test/support/store.js';
import { Database } from '../core/database/database.js';
import { Events } from '../core/events/events.js';
import { newId } from '../core/security/tokens.js';
import { MessageStored } from './messages.events.js';
import { MessagesWriter } from './messages.writer.js';

let server: TestServer;
let alice: Person;
let writer: MessagesWriter;
let db: Database;
let told: string[];
let onTold: (body: string) => void;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  alice = await register(server, 'alice');
  writer = server.app.get(MessagesWriter);
  db = server.app.get(Database);
  server.app.get(Events).on(MessageStored, ({ message }) => {
    told.push(message.body);
    onTold(message.body);
  });
});
beforeEach(async () => {
  told = [];
  onTold = () => undefined;
  channelId = await makeChannel(alice);
});
afterAll(() => server.close());

function message(body: string, changes: { channelId?: string; senderId?: string; id?: string } = {}) {
  return {
    id: newId(),
    channelId,
    senderId: alice.session.user_id,
    senderDeviceId: alice.session.device_id,
    clientId: null,
    senderNameEnc: 'alice',
    body,
    sentAt: new Date().toISOString(),
    proof: null,
    ...changes,
  };
}

async function stored(): Promise<string[]> {
  const rows = await db.read.query<{ body: string }[]>(
    'SELECT body FROM messages WHERE channel_id = ? ORDER BY order_key',
    [channelId],
  );
  return rows.map(({ body }) => body);
}

/** How many transactions the work takes. */
async function countCommits(work: () => Promise<unknown>): Promise<number> {
  const spies = [jest.spyOn(db, 'append'), jest.spyOn(db, 'write')];
  try {
    await work();
    return spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `message ${String(i)}`);

it('resolves once the message is stored and told', async () => {
  await writer.store(message('hello'));

  expect(await stored()).toEqual(['hello']);
  expect(told).toEqual(['hello']);
});

it('tells of a message when any other connection to the store can read it', async () => {
  const other = await openStore(server);
  const readable: Promise<Record<string, unknown>[]>[] = [];
  onTold = () => readable.push(other.query('SELECT body FROM messages WHERE channel_id = ?', [channelId]));

  await writer.store(message('hello'));

  expect(await Promise.all(readable)).toEqual([[expect.objectContaining({ body: 'hello' })]]);
  await other.close();
});

it('stores the messages of a tick in their order, with one commit', async () => {
  const bodies = numbered(20);

  const commits = await countCommits(() => Promise.all(bodies.map((body) => writer.store(message(body)))));

  expect(commits).toBe(1);
  expect(await stored()).toEqual(bodies);
  expect(told).toEqual(bodies);
});

it('stores more than fit into one batch with several commits, still in their order', async () => {
  const bodies = numbered(150);

  const commits = await countCommits(() => Promise.all(bodies.map((body) => writer.store(message(body)))));

  expect(commits).toBe(3);
  expect(await stored()).toEqual(bodies);
  expect(told).toEqual(bodies);
});

it('takes in what comes while a commit is under way', async () => {
  const late: Promise<unknown>[] = [];
  onTold = (body) => {
    if (body === 'first') late.push(writer.store(message('second')));
  };

  const commits = await countCommits(async () => {
    await writer.store(message('first'));
    await Promise.all(late);
  });

  expect(commits).toBe(2);
  expect(await stored()).toEqual(['first', 'second']);
});

it('lets a message to an unknown channel fail alone', async () => {
  const outcomes = await Promise.allSettled([
    writer.store(message('one')),
    writer.store(message('lost', { channelId: newId() })),
    writer.store(message('two')),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { code: 'channel_not_found' } });
  expect(await stored()).toEqual(['one', 'two']);
  expect(told).toEqual(['one', 'two']);
});

it('lets a message that the store refuses fail alone', async () => {
  const outcomes = await Promise.allSettled([
    writer.store(message('one')),
    writer.store(message('lost', { senderId: newId() })),
    writer.store(message('two')),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await stored()).toEqual(['one', 'two']);
  expect(told).toEqual(['one', 'two']);
});

it('gives keys that grow from message to message, over all channels', async () => {
  const other = await makeChannel(alice);
  const before = await lastKey();

  await Promise.all([writer.store(message('one')), writer.store(message('two', { channelId: other }))]);
  await writer.store(message('three'));

  const rows = await db.read.query<{ body: string; order_key: number }[]>(
    'SELECT body, order_key FROM messages WHERE order_key > ? ORDER BY order_key',
    [before],
  );
  expect(rows.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  expect(await lastKey()).toBe(rows.at(-1)!.order_key);
});

async function lastKey(): Promise<number> {
  const [row] = await db.read.query<{ last_key: number }[]>('SELECT last_key FROM message_order');
  return row.last_key;
}
