import type { Message } from '@dialtone/sdk';
import { makeChannel, NO_ID, saying } from '../support/channels.js';
import { onSqlite } from '../support/database.js';
import { at, type Person, stranger } from '../support/people.js';
import { sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, listen, another } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice', 'bob');
let rooms: string[];

/** Reads everything after a cursor, page by page. */
async function syncAll(person: Person, since: string, limit: number): Promise<{ messages: Message[]; next: string }> {
  const messages: Message[] = [];
  for (;;) {
    const page = await person.client.messages.sync({ since, limit });
    expect(page.messages.length).toBeLessThanOrEqual(limit);
    messages.push(...page.messages);
    since = page.next;
    if (!page.has_more) return { messages, next: since };
    expect(page.messages).toHaveLength(limit);
  }
}

/** Sends these messages one after the other, to the rooms in turn. */
async function say(...bodies: string[]): Promise<void> {
  const ear = await listen(alice);
  ear.send(...bodies.slice(0, -1).map((body, i) => saying(rooms[i % rooms.length], body)));
  await sendAcked(ear, rooms[0], bodies.at(-1)!);
  await ear.close();
}

const bodiesOf = (messages: readonly Message[]) => messages.map(({ body }) => body);
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix} ${String(i)}`);

beforeEach(async () => {
  rooms = await Promise.all([makeChannel(alice), makeChannel(alice), makeChannel(alice)]);
});

describe('GET /sync', () => {
  it('answers with no messages and the current cursor when none is given', async () => {
    await say('before');

    const start = await alice.client.messages.sync();
    await say('after 1', 'after 2');

    expect(start).toEqual({ messages: [], next: expect.stringMatching(/^\d+$/), has_more: false });
    expect(bodiesOf((await syncAll(alice, start.next, 100)).messages)).toEqual(['after 1', 'after 2']);
  });

  it.each([1, 7, 500])(
    'gives every message of all channels after a cursor once, in order, %d at a time',
    async (limit) => {
      const { next } = await alice.client.messages.sync();
      const bodies = numbered(`page ${String(limit)}`, 50);
      await say(...bodies);

      const { messages, next: end } = await syncAll(alice, next, limit);

      expect(bodiesOf(messages)).toEqual(bodies);
      expect(new Set(messages.map(({ channel_id }) => channel_id)).size).toBe(3);
      expect(await alice.client.messages.sync({ since: end })).toEqual({ messages: [], next: end, has_more: false });
    },
  );

  it('starts from the first message with 0; each is as in the history', async () => {
    await say(...numbered('all', 9));

    const { messages } = await syncAll(alice, '0', 500);

    const history = await alice.client.messages.list({ channel_id: rooms[1] });
    expect(messages.filter(({ channel_id }) => channel_id === rooms[1])).toEqual(history.messages);
  });

  it('accepts the id of a message as a cursor', async () => {
    await say('one', 'two', 'three');
    const { messages: all } = await syncAll(alice, '0', 500);
    const two = all.findLast(({ body }) => body === 'two');

    expect(bodiesOf((await syncAll(alice, two!.id, 500)).messages)).toEqual(['three']);
  });

  it('leaves out the messages of a deleted channel; a cursor among them stays valid', async () => {
    const { next } = await alice.client.messages.sync();
    await say('kept', 'gone', 'kept too');
    const { next: middle } = await alice.client.messages.sync({ since: next, limit: 2 });
    await alice.client.channels.delete({ channel_id: rooms[1] });

    expect(bodiesOf((await syncAll(alice, next, 500)).messages)).toEqual(['kept', 'kept too']);
    expect(bodiesOf((await syncAll(alice, middle, 500)).messages)).toEqual(['kept too']);
  });

  it('answers 404 for an unknown cursor, 400 for a limit out of range, 401 without a session', async () => {
    await expect(alice.client.messages.sync({ since: NO_ID })).rejects.toMatchObject({
      status: 404,
      code: 'cursor_not_found',
    });
    for (const limit of [0, 501]) {
      await expect(alice.client.messages.sync({ limit })).rejects.toMatchObject({ status: 400 });
    }
    await expect(stranger(server).messages.sync()).rejects.toMatchObject({ status: 401 });
  });

  it('misses nothing for a reader who pages on while others write', async () => {
    let { next } = await alice.client.messages.sync();
    const ears = await Promise.all(Array.from({ length: 5 }, () => listen(alice)));
    const bodies = ears.map((_, i) => numbered(`writer ${String(i)}`, 60));
    let isWriting = true;
    const writing = Promise.all(
      ears.map(async (ear, i) => {
        for (const body of bodies[i]) await sendAcked(ear, rooms[i % 3], body);
      }),
    ).finally(() => (isWriting = false));

    const read: Message[] = [];
    let isLast = false;
    while (!isLast) {
      isLast = !isWriting;
      const page = await alice.client.messages.sync({ since: next, limit: 20 });
      read.push(...page.messages);
      next = page.next;
      isLast &&= !page.has_more;
    }
    await writing;

    expect(bodiesOf(read).sort()).toEqual(bodies.flat().sort());
  });
});

// The embedded database belongs to one server.
if (!onSqlite)
  it('a reader misses nothing that two servers write at once', async () => {
    const nodes = [server, await another()];
    const [room] = rooms;
    const ears = await Promise.all(Array.from({ length: 8 }, (_, i) => listen(at(bob, nodes[i % 2]))));
    let { next } = await bob.client.messages.sync();
    let isWriting = true;
    const writing = Promise.all(
      ears.map(async (ear, i) => {
        for (let n = 0; n < 30; n++) await sendAcked(ear, room, `${String(i)}/${String(n)}`);
      }),
    ).finally(() => (isWriting = false));

    const read: Message[] = [];
    for (let isLast = false; !isLast;) {
      isLast = !isWriting;
      const page = await at(bob, nodes[1]).client.messages.sync({ since: next, limit: 500 });
      read.push(...page.messages);
      next = page.next;
    }
    await writing;

    const { messages } = await bob.client.messages.list({ channel_id: room, limit: 500 });
    expect(messages).toHaveLength(240);
    expect(read).toEqual(messages);
  });
