// B5: everybody's connection breaks at once, people go on writing, and all come back.
import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { makeChannel, saying } from '../support/channels.js';
import { openCrowd, until } from './support/crowd.js';
import { cpuSeconds } from './support/machine.js';
import { RawClient } from './support/raw-client.js';
import { type Bench, Rounds, type Scale } from './support/result.js';
import { type Dialtone, startDialtone, startPeer, type Target } from './support/target.js';

const MISSED = 20;
const SERVER = 'Dialtone';
/** They store nothing to catch up with: only reconnecting is measured. */
const PEERS = ['ws', 'socket.io'] as const;
const SECONDS = 'seconds until all are caught up';

const plans = {
  full: { crowds: [500, 1000, 2000], rounds: 3 },
  quick: { crowds: [500, 1000, 2000], rounds: 1 },
  smoke: { crowds: [20, 40], rounds: 1 },
} satisfies Record<Scale, object>;

/** How a message begins. The other events are too many to parse: everybody hears of everybody's return. */
const MESSAGE = Buffer.from('{"type":"channel.message.new"');

const conditions = (clients: number) => `${clients} clients`;

export const resume: Bench = async (scale) => {
  const { crowds, rounds } = plans[scale];
  const taken = new Rounds();
  const invalid: string[] = [];
  const dialtone = await startDialtone({ connections: Math.max(...crowds) * 1.2 });
  const peers: Target[] = [];
  try {
    for (const name of PEERS) peers.push(await startPeer(name));
    const channelId = await makeChannel(dialtone.people[0]);
    for (let round = 0; round < rounds; round++) {
      for (const clients of crowds) {
        const { seconds, lost, twice, ...rest } = await comeBack(dialtone, channelId, clients);
        const values = { [SECONDS]: seconds, lost, twice, ...rest };
        taken.add({ conditions: conditions(clients), server: SERVER, values });
        if (lost + twice > 0) invalid.push(`${conditions(clients)}: ${lost} lost, ${twice} shown twice`);
        for (const peer of peers) {
          const server = `${peer.name}, connected only`;
          taken.add({ conditions: conditions(clients), server, values: { [SECONDS]: await reconnect(peer, clients) } });
        }
      }
    }
  } finally {
    for (const target of [dialtone, ...peers]) await target.stop();
  }
  const [fewest, most] = [Math.min(...crowds), Math.max(...crowds)];
  const total = (name: string) => crowds.reduce((sum, count) => sum + taken.median(conditions(count), SERVER, name), 0);
  return {
    id: 'b5',
    title: `All clients drop together, ${MISSED} messages meanwhile, all resume`,
    rows: taken.rows(),
    goals: [
      { what: 'messages lost', value: total('lost'), limit: 0, unit: '' },
      { what: 'messages shown twice', value: total('twice'), limit: 0, unit: '' },
      {
        what: `${most} clients caught up`,
        value: taken.median(conditions(most), SERVER, SECONDS),
        limit: 5,
        unit: 's',
      },
      {
        what: `time of ${most} clients, of that of ${fewest}`,
        value: taken.ratio(SECONDS, [conditions(most), SERVER], [conditions(fewest), SERVER]),
        limit: 4.5,
        unit: 'x',
      },
    ],
    charts: [
      {
        title: 'Until the last client has everything',
        unit: 's',
        bars: crowds.flatMap((count) =>
          [SERVER, ...PEERS.map((name) => `${name}, connected only`)].map((server) => ({
            label: `${server}, ${conditions(count)}`,
            value: taken.median(conditions(count), server, SECONDS),
          })),
        ),
        goal: 5,
      },
    ],
    invalid,
    notes: [`Half of the ${MISSED} messages are sent while all are away, half while they come back.`],
  };
};

/** What a client has shown; it recognises a message by its id, however it came. */
class Screen {
  readonly shown = new Map<string, number>();
  /** What came live; the catch-up may have it too, and it is shown once. */
  private readonly live = new Set<string>();
  private readonly caughtUp = new Set<string>();

  note(id: string, isLive: boolean): void {
    const way = isLive ? this.live : this.caughtUp;
    const isKnown = this.shown.has(id);
    // The same message twice in one of the two is the server's fault; once in each, the client has to recognise it.
    this.shown.set(id, (this.shown.get(id) ?? 0) + (isKnown && !way.has(id) ? 0 : 1));
    way.add(id);
  }
}

async function comeBack(dialtone: Dialtone, channelId: string, count: number) {
  const speaker = await RawClient.open(dialtone, dialtone.people[0].session.token, count);
  const acked = new Set<string>();
  speaker.onText = (bytes, start, end) => {
    const frame = read(bytes, start, end);
    if (frame.type === 'channel.message.ack' && frame.message_id) acked.add(frame.message_id);
  };
  const say = (messages: number) => {
    for (let i = 0; i < messages; i++) {
      speaker.send(JSON.stringify({ ...saying(channelId, 'x'.repeat(114)), client_id: randomUUID() }));
    }
  };
  const clients = await openCrowd(dialtone, count);
  const { next: since } = await get(dialtone, '/sync', 0);
  for (const client of clients) client.destroy();

  say(MISSED / 2);
  await until(() => acked.size === MISSED / 2, 'the messages that all miss');
  const start = performance.now();
  const used = cpuSeconds(dialtone.pid);
  const ownUsed = process.cpuUsage();
  let retries = 0;
  const patiently = <T>(work: () => Promise<T>) => untilItWorks(work, () => retries++);
  const screens = Array.from({ length: count }, () => new Screen());
  const returning = screens.map(async (screen, i) => {
    const onText = (bytes: Buffer, from: number, to: number) => {
      if (MESSAGE.compare(bytes, from, from + MESSAGE.length) !== 0) return;
      const frame = read(bytes, from, to);
      if (frame.type === 'channel.message.new' && frame.message_id) screen.note(frame.message_id, true);
    };
    const client = await patiently(() => RawClient.open(dialtone, dialtone.token(i), i, onText));
    // What came before the connection was open is in the catch-up; what comes from now on is sent live.
    for (let cursor = since, more = true; more;) {
      const page = await patiently(() => get(dialtone, `/sync?since=${cursor}`, i));
      for (const { id } of page.messages) screen.note(id, false);
      cursor = page.next;
      more = page.has_more;
    }
    return client;
  });
  say(MISSED / 2);
  const returned = await Promise.all(returning);
  await until(
    () => acked.size === MISSED && screens.every(({ shown }) => shown.size >= MISSED),
    'all to catch up',
  ).catch(
    () => undefined, // counted below
  );
  const seconds = (performance.now() - start) / 1000;
  const cpu = cpuSeconds(dialtone.pid) - used;
  const own = process.cpuUsage(ownUsed);
  const lost = screens.reduce((sum, { shown }) => sum + [...acked].filter((id) => !shown.has(id)).length, 0);
  const twice = screens.reduce((sum, { shown }) => sum + [...shown.values()].filter((times) => times > 1).length, 0);
  for (const client of [speaker, ...returned]) client.destroy();
  return {
    seconds,
    lost,
    twice,
    'tried again': retries,
    'server CPU ms per client': (cpu / count) * 1000,
    'generator CPU ms per client': (own.user + own.system) / 1000 / count,
  };
}

/** Breaks all connections of a peer and opens them again, at once; resolves with the seconds until all are open. */
async function reconnect(peer: Target, count: number): Promise<number> {
  for (const client of await openCrowd(peer, count)) client.destroy();
  const start = performance.now();
  const returned = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      untilItWorks(
        () => RawClient.open(peer, peer.token(i), i),
        () => undefined,
      ),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const client of returned) client.destroy();
  return seconds;
}

/** Like clients in a rush: tries again what could not connect. */
async function untilItWorks<T>(work: () => Promise<T>, failed: () => void): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 50) throw error;
      failed();
      await delay(100);
    }
  }
}

function read(bytes: Buffer, start: number, end: number): { type?: string; message_id?: string } {
  return JSON.parse(bytes.toString('utf8', start, end)) as { type?: string; message_id?: string };
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

async function get(dialtone: Dialtone, path: string, client: number) {
  const body = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: `Bearer ${dialtone.token(client)}` };
    const call = request({ host: '127.0.0.1', port: dialtone.port, path, agent, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
    });
    call.on('error', reject).end();
  });
  const answer = JSON.parse(body) as { messages?: { id: string }[]; next: string; has_more: boolean };
  if (!answer.messages) throw new Error(`${path}: ${body}`);
  return { ...answer, messages: answer.messages };
}
