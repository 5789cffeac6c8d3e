// B6: how late a voice signal arrives while others make trouble.
import { setTimeout as delay } from 'node:timers/promises';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import { freshMysql } from '../support/database.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { PASSWORD } from '../support/people.js';
import { openCrowd } from './support/crowd.js';
import type { RawClient } from './support/raw-client.js';
import { type Bench, Rounds, type Scale } from './support/result.js';
import { percentile } from './support/stats.js';
import { type Dialtone, startDialtone, startPeer, type Target } from './support/target.js';
import { VoicePair } from './support/voice-pair.js';

const SERVER = 'Dialtone';
/** They have neither a store nor accounts, so only some of the disturbances apply to them. */
const PEERS = ['ws', 'socket.io'] as const;
const P99 = 'p99 ms';
const [NOTHING, FLOOD, READERS, STALL, LOGINS] = [
  'undisturbed',
  'under the flood, all read',
  'under the flood, 1 % stop reading',
  'the database stalls for 2 s',
  '20 logins a second',
];
/** A message of the flood: 4 KB, so that unread ones soon exceed what sockets hold. */
const [FLOOD_BYTES, FLOOD_PER_SECOND] = [4096, 40];
const LOGINS_PER_SECOND = 20;
const STALL_MS = 2000;

const plans = {
  full: { clients: 1000, rounds: 3, milliseconds: 5000 },
  quick: { clients: 1000, rounds: 1, milliseconds: 4000 },
  smoke: { clients: 100, rounds: 1, milliseconds: 500 },
} satisfies Record<Scale, object>;

export const disturbed: Bench = async (scale) => {
  const { clients, rounds, milliseconds } = plans[scale];
  const taken = new Rounds();
  const invalid: string[] = [];
  const mariadb = await PrivateMariadb.start();
  const database = await freshMysql(mariadb.url);
  let dialtone: Dialtone | undefined;
  const targets: Target[] = [];
  try {
    // Password hashes cost what they do by default.
    dialtone = await startDialtone({
      database,
      connections: clients * 1.5,
      env: { DIALTONE_ARGON2: 'm=19456,t=2,p=1' },
    });
    const { url, people } = dialtone;
    const channelId = await makeChannel(people[0]);
    const scene = await Scene.open(dialtone, clients, channelId, people[1].session.user_id);
    const scenes = [scene];
    for (const name of PEERS) {
      targets.push(await startPeer(name));
      scenes.push(await Scene.open(targets[targets.length - 1], clients, channelId));
    }
    const troubles: [string, (scene: Scene) => Promise<() => void>, isForPeers: boolean][] = [
      [NOTHING, () => Promise.resolve(() => undefined), true],
      [FLOOD, (disturbed) => Promise.resolve(disturbed.flood()), true],
      [READERS, (disturbed) => disturbed.floodWithSlowReaders(), true],
      [STALL, (disturbed) => Promise.resolve(disturbed.stall(mariadb)), false],
      [LOGINS, (disturbed) => Promise.resolve(disturbed.logins(url)), false],
    ];
    for (const { pair } of scenes) await pair.measure(milliseconds / 2); // a warm-up, for V8 to compile
    for (let round = 0; round < rounds; round++) {
      for (const [conditions, begin, isForPeers] of troubles) {
        for (const disturbed of isForPeers ? scenes : [scene]) {
          const end = await begin(disturbed);
          const { latencies, lost } = await disturbed.pair.measure(milliseconds);
          end();
          await disturbed.calm();
          const values = { 'p50 ms': percentile(latencies, 0.5), [P99]: percentile(latencies, 0.99) };
          taken.add({
            conditions,
            server: disturbed.name,
            values: { ...values, 'longest ms': Math.max(...latencies) },
          });
          if (lost > 0) invalid.push(`${disturbed.name}, ${conditions}: ${lost} signals were lost`);
        }
      }
    }
    for (const each of scenes) each.close();
  } finally {
    for (const target of targets) await target.stop();
    await dialtone?.stop();
    await database.drop();
    await mariadb.remove();
  }
  const goal = (what: string, limit: number) => ({
    what: `p99 of a voice signal: ${what}`,
    value: taken.median(what, SERVER, P99),
    limit,
    unit: 'ms',
  });
  return {
    id: 'b6',
    title: `Voice signals among ${clients} clients, while others make trouble`,
    rows: taken.rows(),
    goals: [goal(READERS, 20), goal(STALL, 50), goal(LOGINS, 50)],
    charts: [
      {
        title: 'p99 of a voice signal',
        unit: 'ms',
        bars: [NOTHING, FLOOD, READERS, STALL, LOGINS].flatMap((what) =>
          [SERVER, ...PEERS]
            .filter((server) => taken.has(what, server))
            .map((server) => ({
              label: `${server}, ${what.replace('under the ', '').replace('the ', '')}`,
              value: taken.median(what, server, P99),
            })),
        ),
      },
    ],
    invalid,
    notes: [`The flood: ${FLOOD_PER_SECOND} messages of ${FLOOD_BYTES} bytes a second, to all ${clients}.`],
  };
};

/** A pair that talks, a crowd that listens, and one of the crowd who writes. */
class Scene {
  private slow: RawClient[] = [];
  /** What is left of the last disturbance. */
  private readonly pending = new Set<Promise<unknown>>();

  private constructor(
    private readonly target: Target,
    private readonly channelId: string,
    readonly pair: VoicePair,
    private readonly crowd: RawClient[],
  ) {}

  static async open(target: Target, clients: number, channelId: string, recipient = ''): Promise<Scene> {
    const pair = await VoicePair.open(target, channelId, recipient);
    return new Scene(target, channelId, pair, await openCrowd(target, clients));
  }

  get name(): string {
    return this.target.name;
  }

  /** Everyone hears many long messages. */
  flood(): () => void {
    const timer = setInterval(() => this.write(), 1000 / FLOOD_PER_SECOND);
    return () => clearInterval(timer);
  }

  async floodWithSlowReaders(): Promise<() => void> {
    const count = Math.ceil(this.crowd.length / 100);
    this.slow = await openCrowd(this.target, count);
    for (const client of this.slow) client.pause();
    return this.flood();
  }

  /** The database stands still while people go on writing. */
  stall(mariadb: PrivateMariadb): () => void {
    const writing = setInterval(() => this.write(), 100);
    mariadb.freeze();
    const thawing = delay(STALL_MS).then(() => mariadb.thaw());
    this.pending.add(thawing);
    return () => clearInterval(writing);
  }

  logins(url: string): () => void {
    const input = { username: 'alice', password: PASSWORD, public_key: Buffer.alloc(32, 7).toString('base64') };
    const timer = setInterval(() => {
      const login = fetch(`${url}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }).then((answer) => answer.text());
      this.pending.add(login);
    }, 1000 / LOGINS_PER_SECOND);
    return () => clearInterval(timer);
  }

  /** Resolves once nothing of the last disturbance is left. */
  async calm(): Promise<void> {
    await Promise.allSettled(this.pending);
    this.pending.clear();
    for (const client of this.slow.splice(0)) client.destroy();
    await delay(500);
  }

  close(): void {
    for (const client of this.crowd) client.destroy();
    this.pair.close();
  }

  private write(): void {
    this.crowd[0].send(
      JSON.stringify({
        type: 'channel.message.send',
        channel_id: this.channelId,
        body: 'x'.repeat(FLOOD_BYTES),
        sender_name_enc: NAME_ENC,
      }),
    );
  }
}
