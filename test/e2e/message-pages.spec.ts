import { randomUUID } from 'node:crypto';
import { limits } from '@app/contract';
import type { Message } from '@dialtone/sdk';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import { useServer } from '../support/stage.js';

const { server, alice } = useServer('alice');

/** Stores messages with these bodies, as if somebody had sent them; returns their channel. */
async function stored(bodies: readonly string[]): Promise<string> {
  const channelId = await makeChannel(alice);
  const { dataSource } = server.app.get(Database);
  const { user_id, device_id } = alice.session;
  const { next } = await alice.client.messages.sync();
  for (const [index, body] of bodies.entries()) {
    const key = Number(next) + 1 + index;
    await dataSource.query(
      `INSERT INTO messages (order_key, id, channel_id, sender_id, sender_device_id, sender_name_enc, body, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, '2020-01-01 00:00:00.000')`,
      [key, randomUUID(), channelId, user_id, device_id, NAME_ENC, body],
    );
  }
  await dataSource.query('UPDATE message_order SET last_key = ?', [Number(next) + bodies.length]);
  return channelId;
}

const LARGE = Array.from({ length: 150 }, (_, i) => `${String(i).padStart(5, '0')}${'x'.repeat(16_000)}`);
/** How many of them there are in each page. */
const SIZES = [64, 64, 22];
/** What stands in a page for each of its messages. */
const bytesOf = (messages: readonly Message[]) => Buffer.byteLength(JSON.stringify(messages));
const numbersOf = (messages: readonly Message[]) => messages.map(({ body }) => Number(body.slice(0, 5)));

describe('a page of large messages', () => {
  let channel_id: string;
  let since: string;
  beforeAll(async () => {
    since = (await alice.client.messages.sync()).next;
    channel_id = await stored(LARGE);
  });

  /** A page that was ended by its bytes is as full as it can be. */
  function expectFull(messages: readonly Message[]): void {
    expect(bytesOf(messages)).toBeLessThanOrEqual(limits.maxPageBytes + 2);
    expect(bytesOf(messages)).toBeGreaterThan(limits.maxPageBytes - 17_000);
  }

  it('of the history keeps the newest, and the walk back has each message once', async () => {
    const walked: number[] = [];
    const sizes: number[] = [];
    for (let before: string | undefined; ;) {
      const page = await alice.client.messages.list({ channel_id, limit: 500, ...(before ? { before } : {}) });
      walked.unshift(...numbersOf(page.messages));
      sizes.push(page.messages.length);
      if (!page.has_more) break;
      expectFull(page.messages);
      before = page.messages[0].id;
    }
    expect(walked).toEqual(LARGE.map((_, i) => i));
    expect(sizes).toEqual(SIZES);
  });

  it('after a message keeps the oldest, and the walk on has each message once', async () => {
    const all = [...(await alice.client.messages.sync({ since, limit: 1 })).messages];
    const sizes: number[] = [];
    for (let hasMore = true; hasMore;) {
      const page = await alice.client.messages.list({ channel_id, limit: 500, after: all.at(-1)!.id });
      all.push(...page.messages);
      sizes.push(page.messages.length);
      hasMore = page.has_more;
      if (hasMore) expectFull(page.messages);
    }
    expect(numbersOf(all)).toEqual(LARGE.map((_, i) => i));
    expect(sizes).toEqual([SIZES[0], SIZES[1], SIZES[2] - 1]);
  });

  it('of the sync goes on behind its last message', async () => {
    const all: number[] = [];
    const sizes: number[] = [];
    for (let cursor = since, hasMore = true; hasMore;) {
      const page = await alice.client.messages.sync({ since: cursor, limit: 500 });
      all.push(...numbersOf(page.messages));
      sizes.push(page.messages.length);
      cursor = page.next;
      hasMore = page.has_more;
      if (hasMore) expectFull(page.messages);
    }
    expect(all).toEqual(LARGE.map((_, i) => i));
    expect(sizes).toEqual(SIZES);
  });

  it('is never read whole, however many messages it could have', async () => {
    const rows: number[] = [];
    const { read } = server.app.get(Database);
    const query = jest.spyOn(read, 'query').mockImplementation(async (...args) => {
      const found = await read.dataSource.query<unknown[]>(...args);
      rows.push(found.length);
      return found;
    });

    await alice.client.messages.sync({ since, limit: 500 });

    query.mockRestore();
    expect(Math.max(...rows)).toBe(128);
  });

  it('is walked to its end by the SDK', async () => {
    const walked: string[] = [];
    for await (const { body } of alice.client.messages.list({ channel_id, limit: 500 })) walked.unshift(body);
    expect(walked).toEqual(LARGE);
  });
});

it('a page counts the bytes that JSON needs, escapes and all', async () => {
  const { next: since } = await alice.client.messages.sync();
  const bodies = Array.from({ length: 20 }, () => '\u0001'.repeat(16_384));
  const channel_id = await stored(bodies);

  const synced = await alice.client.messages.sync({ since, limit: 500 });
  const page = await alice.client.messages.list({ channel_id, limit: 500 });

  for (const { messages, has_more } of [synced, page]) {
    expect([messages.length, has_more]).toEqual([10, true]);
    expect(bytesOf(messages)).toBeLessThanOrEqual(limits.maxPageBytes + 2);
  }
});

it('a page that the limit ends is not cut, and says whether there is more', async () => {
  const channel_id = await stored(Array.from({ length: 300 }, (_, i) => `${String(i).padStart(5, '0')} short`));

  for (const [limit, more] of [
    [300, false],
    [299, true],
    [128, true],
    [127, true],
  ] as const) {
    const page = await alice.client.messages.list({ channel_id, limit });
    expect([page.messages.length, page.has_more]).toEqual([limit, more]);
    expect(numbersOf(page.messages).at(-1)).toBe(299);
  }
});
