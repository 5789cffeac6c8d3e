// B4: pages of the history, and of what a client missed, in a table of 1.2 million messages.
import type { Message } from '@dialtone/sdk';
import { makeChannel } from '../support/channels.js';
import { freshMysql, freshSqlite, type TestDatabase } from '../support/database.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { BarePeer } from './support/bare-peer.js';
import { HttpLine } from './support/http-line.js';
import { cpuSeconds } from './support/machine.js';
import { type Bench, Rounds, type Scale } from './support/result.js';
import { type ChannelIds, generateMessages } from './support/rows.js';
import { percentile } from './support/stats.js';
import { type Dialtone, startDialtone } from './support/target.js';

const PAGE = 100;
const PAGES = 20;
const FEW = 10_000;
const [DIALTONE, BARE] = ['Dialtone, over HTTP', 'hand-written SQL'];
const CHANNELS = ['dense', 'rare', 'quiet'] as const;
const SYNC = '/sync';
const WALKS = [...CHANNELS.map((name) => `${name} channel, ${PAGES} pages`), SYNC];
const [FIRST, LAST] = [`first page of ${FEW} rows`, `page ${PAGES} of all rows`];
const DATABASES = ['SQLite', 'MariaDB'];

const plans = {
  full: { rows: 1_200_000, rounds: 3, walks: 20 },
  quick: { rows: 1_200_000, rounds: 1, walks: 20 },
  smoke: { rows: 20_000, rounds: 1, walks: 1 },
} satisfies Record<Scale, object>;

export const history: Bench = async (scale) => {
  const { rows, rounds, walks } = plans[scale];
  const taken = new Rounds();
  const notes: string[] = [];
  const mariadb = await PrivateMariadb.start();
  const stages: Stage[] = [];
  try {
    for (const [name, fresh] of [
      ['SQLite', freshSqlite],
      ['MariaDB', () => freshMysql(mariadb.url)],
    ] as const) {
      const start = performance.now();
      stages.push(await Stage.open(name, fresh, rows));
      notes.push(`${name}: ${rows} rows made in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
    }
    for (const stage of stages) await stage.round(new Rounds(), walks); // a warm-up, for V8 to compile
    for (let round = 0; round < rounds; round++) for (const stage of stages) await stage.round(taken, walks);
  } finally {
    for (const stage of stages) await stage.close();
    await mariadb.remove();
  }
  return { id: 'b4', title: `History in ${rows} messages`, rows: taken.rows(), ...judged(taken), invalid: [], notes };
};

/** A server on many rows, one on few, and hand-written SQL on the many. */
class Stage {
  private constructor(
    readonly name: string,
    private readonly many: Library,
    private readonly few: Library,
    private readonly bare: BarePeer,
    private readonly rows: number,
  ) {}

  static async open(name: string, fresh: () => Promise<TestDatabase>, rows: number): Promise<Stage> {
    const many = await Library.open(await fresh(), rows);
    const few = await Library.open(await fresh(), Math.min(FEW, rows));
    return new Stage(name, many, few, await BarePeer.start('bare-pages.mjs', many.database, String(rows)), rows);
  }

  async round(taken: Rounds, walks: number): Promise<void> {
    const add = (what: string, server: string, values: Record<string, number>) =>
      taken.add({ conditions: `${this.name}, ${what}`, server, values });
    const lastPages: number[] = [];
    for (const [i, channel] of [...CHANNELS, undefined].entries()) {
      const id = channel && this.many.channels[channel];
      add(WALKS[i], BARE, await this.bare.ask(id ?? 'all', walks, PAGES));
      const used = cpuSeconds(this.many.server.pid);
      const latencies: number[] = [];
      for (let walk = 0; walk < walks; walk++) {
        const pages = await (id ? this.many.back(id) : this.many.on((this.rows / 2 / walks) * walk));
        latencies.push(...pages);
        if (channel === 'dense') lastPages.push(pages.at(-1) ?? NaN);
      }
      const cpu = ((cpuSeconds(this.many.server.pid) - used) / latencies.length) * 1e6;
      add(WALKS[i], DIALTONE, { ...times(latencies), 'server CPU µs per page': cpu });
    }
    const firstPages: number[] = [];
    for (let i = 0; i < walks * 2; i++) firstPages.push(...(await this.few.back(this.few.channels.dense, 1)));
    add(LAST, DIALTONE, times(lastPages));
    add(FIRST, DIALTONE, times(firstPages));
  }

  async close(): Promise<void> {
    this.bare.stop();
    await this.many.close();
    await this.few.close();
  }
}

/** A server with generated messages, read over one connection. */
class Library {
  private constructor(
    readonly server: Dialtone,
    private readonly line: HttpLine,
    readonly database: TestDatabase,
    readonly channels: ChannelIds,
  ) {}

  static async open(database: TestDatabase, rows: number): Promise<Library> {
    const server = await startDialtone({ database });
    const [alice] = server.people;
    const channels = {
      dense: await makeChannel(alice),
      rare: await makeChannel(alice),
      quiet: await makeChannel(alice),
    };
    await generateMessages(database, rows, channels, alice.session.user_id);
    return new Library(server, await HttpLine.open(server.port), database, channels);
  }

  /** Reads a channel backwards from its end; resolves with how long each page took, in milliseconds. */
  async back(channelId: string, pages = PAGES): Promise<number[]> {
    const times: number[] = [];
    for (let before = ''; times.length < pages;) {
      const { ms, messages } = await this.get(`/channels/messages?channel_id=${channelId}&limit=${PAGE}${before}`);
      times.push(ms);
      before = `&before=${messages[0].id}`;
    }
    return times;
  }

  /** Reads on from an order key, as a returning client does. */
  async on(key: number): Promise<number[]> {
    const times: number[] = [];
    for (let since = String(Math.floor(key)); times.length < PAGES;) {
      const { ms, next } = await this.get(`/sync?since=${since}&limit=${PAGE}`);
      times.push(ms);
      since = next ?? '';
    }
    return times;
  }

  async close(): Promise<void> {
    this.line.close();
    await this.server.stop();
    await this.database.drop();
  }

  private async get(path: string): Promise<{ ms: number; messages: Message[]; next?: string }> {
    const { ms, body } = await this.line.get(path, this.server.token(0));
    const answer = JSON.parse(body) as { messages?: Message[]; next?: string };
    if (answer.messages?.length !== PAGE) throw new Error(`${path}: expected a page of ${PAGE} messages`);
    return { ms, messages: answer.messages, next: answer.next };
  }
}

const times = (latencies: readonly number[]) => ({
  'p50 ms': percentile(latencies, 0.5),
  'p99 ms': percentile(latencies, 0.99),
});

function judged(taken: Rounds) {
  const goals = DATABASES.flatMap((database) => {
    const where = (what: string) => `${database}, ${what}`;
    const p99 = Math.max(...WALKS.map((walk) => taken.median(where(walk), DIALTONE, 'p99 ms')));
    const ratios = WALKS.map((walk) => taken.ratio('p50 ms', [where(walk), DIALTONE], [where(walk), BARE]));
    const growth = taken.ratio('p50 ms', [where(LAST), DIALTONE], [where(FIRST), DIALTONE]);
    return [
      { what: `${database}: p99 of the slowest kind of page`, value: p99, limit: 5, unit: 'ms' },
      { what: `${database}: p50 of a page, of hand-written SQL's`, value: Math.max(...ratios), limit: 3, unit: 'x' },
      { what: `${database}: ${LAST}, of the ${FIRST}`, value: growth, limit: 1.5, unit: 'x' },
    ];
  });
  const charts = DATABASES.map((database) => ({
    title: `Time of a page of ${PAGE} messages on ${database} (p50)`,
    unit: 'ms',
    bars: WALKS.flatMap((walk) =>
      [DIALTONE, BARE].map((server) => ({
        label: `${server === BARE ? 'SQL alone' : 'Dialtone'}, ${walk.split(',', 1)[0]}`,
        value: taken.median(`${database}, ${walk}`, server, 'p50 ms'),
      })),
    ),
  }));
  return { goals, charts };
}
