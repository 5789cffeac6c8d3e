import { randomUUID } from 'node:crypto';
import type { Message } from '@dialtone/sdk';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NAME_ENC, NO_ID, saying } from '../support/channels.js';
import { fakeOnly } from '../support/clock.js';
import { onSqlite } from '../support/database.js';
import { sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const COUNT = 1234;

const { server, alice, listen } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice');
let channel_id: string;
let other: string;
const bodies = Array.from({ length: COUNT }, (_, i) => `message ${String(i)}`);
const bodiesOf = (messages: readonly Message[]) => messages.map(({ body }) => body);

beforeAll(async () => {
  channel_id = await makeChannel(alice);
  other = await makeChannel(alice);
  const ear = await listen(alice);
  // Mixed with messages of another channel.
  ear.send(...bodies.slice(0, -1).flatMap((body) => [saying(channel_id, body), saying(other, 'elsewhere')]));
  await sendAcked(ear, channel_id, bodies.at(-1)!);
});

describe('GET /channels/messages in pages', () => {
  it.each([500, 97])('reads back from the end, each message once, %d at a time', async (limit) => {
    const walked: Message[] = [];
    for (let before: string | undefined; ;) {
      const page = await alice.client.messages.list({ channel_id, limit, ...(before ? { before } : {}) });
      walked.unshift(...page.messages);
      if (!page.has_more) break;
      expect(page.messages).toHaveLength(limit);
      before = page.messages[0].id;
    }
    expect(bodiesOf(walked)).toEqual(bodies);
  });

  it.each([500, 97])('reads on from the first message to the end, %d at a time', async (limit) => {
    const first = await firstMessage();
    const walked = [first];
    for (let hasMore = true; hasMore;) {
      const page = await alice.client.messages.list({ channel_id, limit, after: walked.at(-1)!.id });
      walked.push(...page.messages);
      hasMore = page.has_more;
      if (hasMore) expect(page.messages).toHaveLength(limit);
    }
    expect(bodiesOf(walked)).toEqual(bodies);
  });

  it('says has_more: false when the page ends exactly with the last message', async () => {
    const { messages } = await alice.client.messages.list({ channel_id, limit: 10 });

    const after = await alice.client.messages.list({ channel_id, limit: 9, after: messages[0].id });
    const toShort = await alice.client.messages.list({ channel_id, limit: 8, after: messages[0].id });

    expect([after.messages.length, after.has_more]).toEqual([9, false]);
    expect([toShort.messages.length, toShort.has_more]).toEqual([8, true]);
  });

  it('finds nothing before the first and after the last message', async () => {
    const first = await firstMessage();
    const { messages } = await alice.client.messages.list({ channel_id, limit: 1 });

    for (const cursor of [{ before: first.id }, { after: messages[0].id }]) {
      expect(await alice.client.messages.list({ channel_id, ...cursor })).toEqual({
        channel_id,
        messages: [],
        has_more: false,
      });
    }
  });

  it('answers 404 for a cursor that is not a message of the channel', async () => {
    const empty = await makeChannel(alice);
    const { id } = await firstMessage();

    for (const input of [
      { channel_id, before: NO_ID },
      { channel_id, after: NO_ID },
      { channel_id: empty, before: id },
      { channel_id: empty, after: id },
      { channel_id: other, before: id },
      { channel_id: other, after: id },
    ]) {
      await expect(alice.client.messages.list(input)).rejects.toMatchObject({ status: 404, code: 'cursor_not_found' });
    }
  });

  it('answers 400 for before and after together', async () => {
    const { id } = await firstMessage();

    await expect(alice.client.messages.list({ channel_id, before: id, after: id } as never)).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
  });
});

async function firstMessage(): Promise<Message> {
  const { messages } = await alice.client.messages.sync({ since: '0', limit: 1 });
  return messages[0];
}

describe('a step of the wall clock', () => {
  afterEach(() => jest.useRealTimers());

  it('never reorders messages: live, in the history, by cursor and in the sync', async () => {
    const room = await makeChannel(alice);
    const { next } = await alice.client.messages.sync();
    const ear = await listen(alice);
    const start = Date.now();
    const steps = [0, 3_600_000, -3_600_000, 0, -60_000];

    for (const [i, step] of steps.entries()) {
      fakeOnly(['Date'], start + step);
      await sendAcked(ear, room, `step ${String(i)}`);
    }
    jest.useRealTimers();

    const wanted = steps.map((_, i) => `step ${String(i)}`);
    const { messages } = await alice.client.messages.list({ channel_id: room });
    const times = messages.map(({ sent_at }) => sent_at);
    expect(times).not.toEqual([...times].sort()); // the clock really stepped
    expect(ear.all('channel.message.new').map(({ body }) => body)).toEqual(wanted);
    expect(bodiesOf(messages)).toEqual(wanted);
    expect(bodiesOf((await alice.client.messages.list({ channel_id: room, after: messages[0].id })).messages)).toEqual(
      wanted.slice(1),
    );
    expect(bodiesOf((await alice.client.messages.list({ channel_id: room, before: messages[4].id })).messages)).toEqual(
      wanted.slice(0, -1),
    );
    expect(bodiesOf((await alice.client.messages.sync({ since: next })).messages)).toEqual(wanted);
  });
});

describe('with 100,000 more messages', () => {
  const OTHERS = 100_000;

  beforeAll(async () => {
    const { dataSource } = server.app.get(Database);
    const other = await makeChannel(alice);
    const { user_id, device_id } = alice.session;
    const time = '2020-01-01 00:00:00.000';
    for (let from = 0; from < OTHERS; from += 1000) {
      const rows = Array.from({ length: 1000 }, (_, i) => {
        const values = [randomUUID(), other, user_id, device_id, NAME_ENC, 'x', time].map((value) => `'${value}'`);
        return `(${String(1_000_000 + from + i)}, ${values.join(', ')})`;
      });
      await dataSource.query(
        `INSERT INTO messages (order_key, id, channel_id, sender_id, sender_device_id, sender_name_enc, body, sent_at)
         VALUES ${rows.join(', ')}`,
      );
    }
    await dataSource.query(onSqlite ? 'ANALYZE' : 'ANALYZE TABLE messages');
  });

  it('every query of the history and the sync uses an index: no scan, no sort', async () => {
    const { id } = await firstMessage();
    const queries = await queriesOf(async () => {
      await alice.client.messages.list({ channel_id, limit: 50 });
      await alice.client.messages.list({ channel_id, limit: 50, after: id });
      await alice.client.messages.list({ channel_id, limit: 50, before: id });
      await alice.client.messages.sync({ since: '0', limit: 50 });
      await alice.client.messages.sync({ since: id, limit: 50 });
      await alice.client.messages.sync();
    });

    const ofMessages = queries.filter(({ sql }) => /\bmessages\b/.test(sql));
    expect(ofMessages.length).toBeGreaterThanOrEqual(7);
    for (const { sql, parameters } of ofMessages) {
      const plan = await server.app
        .get(Database)
        .dataSource.query<Record<string, unknown>[]>(
          `${onSqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`,
          parameters as string[],
        );
      expect({ sql, faults: plan.flatMap(faultsOf) }).toEqual({ sql, faults: [] });
    }
  });
});

/** What makes a step of a query's plan slow. */
function faultsOf(step: Record<string, unknown>): string[] {
  const text = JSON.stringify(step);
  if (onSqlite) return /SCAN|TEMP B-TREE/.test(text) ? [text] : [];
  const isConst = step.table === null;
  const isSlow = step.type === 'ALL' || step.type === 'index' || /filesort|temporary/.test(String(step.Extra));
  return !isConst && (isSlow || step.key === null) ? [text] : [];
}

/** The statements that the server sends to its database during the work. */
async function queriesOf(work: () => Promise<void>): Promise<{ sql: string; parameters: unknown }[]> {
  const database = server.app.get(Database);
  const queries: { sql: string; parameters: unknown }[] = [];
  const loggers = [database.read.dataSource, database.dataSource];
  const before = loggers.map(({ logger }) => logger);
  for (const source of loggers) {
    const logger: object = Object.create(source.logger, {
      logQuery: { value: (sql: string, parameters: unknown) => queries.push({ sql, parameters }) },
    });
    Object.assign(source, { logger });
  }
  try {
    await work();
  } finally {
    loggers.forEach((source, i) => Object.assign(source, { logger: before[i] }));
  }
  return queries;
}
