// B3: messages that are acknowledged once they are durable.
import { makeChannel } from '../support/channels.js';
import { freshMysql, freshSqlite, type TestDatabase } from '../support/database.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { BarePeer } from './support/bare-peer.js';
import { type Bench, Rounds, type Scale } from './support/result.js';
import { Senders, type SendingRun } from './support/senders.js';
import { countMessages } from './support/store.js';
import { type Dialtone, startDialtone } from './support/target.js';

const SENDERS = [1, 4, 16, 64];
const BATCH = 64;
const [SINGLE, MANY] = ['bare single INSERTs', `bare ${BATCH}-row INSERTs`];
const RATE = 'messages/s';

const plans = {
  full: { rounds: 3, milliseconds: 2000 },
  quick: { rounds: 1, milliseconds: 1500 },
  smoke: { rounds: 1, milliseconds: 150 },
} satisfies Record<Scale, object>;

export const sends: Bench = async (scale) => {
  const { rounds, milliseconds } = plans[scale];
  const taken = new Rounds();
  const invalid = new Set<string>();
  const mariadb = await PrivateMariadb.start();
  const stages: Stage[] = [];
  try {
    stages.push(await Stage.open('SQLite', freshSqlite));
    stages.push(await Stage.open('MariaDB', () => freshMysql(mariadb.url)));
    // A warm-up, for V8 to compile.
    for (const stage of stages) {
      for (const rows of [1, BATCH]) await stage.bare.ask(rows, milliseconds);
      for (const count of [64, 1]) await stage.send(count, 2 * milliseconds);
    }
    for (let round = 0; round < rounds; round++) {
      for (const stage of stages) {
        const conditions = stage.name;
        for (const [server, rows] of [
          [SINGLE, 1],
          [MANY, BATCH],
        ] as const) {
          taken.add({ conditions, server, values: await stage.bare.ask(rows, milliseconds) });
        }
        for (const count of SENDERS) {
          const run = await stage.send(count, milliseconds);
          taken.add({ conditions, server: by(count), values: figures(run) });
          const reason = flaw(run);
          if (reason) invalid.add(`${conditions}, ${by(count)}: ${reason}`);
        }
      }
    }
    for (const stage of stages) {
      const stored = await stage.countStored();
      if (stored !== stage.acknowledged) {
        invalid.add(`${stage.name}: ${stage.acknowledged} were acknowledged, ${stored} are stored`);
      }
    }
  } finally {
    for (const stage of stages) await stage.close();
    await mariadb.remove();
  }
  return { id: 'b3', title: 'Durable sends', rows: taken.rows(), ...judged(taken), invalid: [...invalid], notes: [] };
};

const by = (senders: number) => `Dialtone, ${senders} sender${senders > 1 ? 's' : ''}`;

/** A server, and bare INSERTs into another database of the same schema. */
class Stage {
  /** How many messages were acknowledged so far. */
  acknowledged = 0;

  private constructor(
    readonly name: string,
    private readonly databases: readonly [ofServer: TestDatabase, ofBare: TestDatabase],
    readonly bare: BarePeer,
    private readonly dialtone: Dialtone,
    private readonly channelId: string,
  ) {}

  static async open(name: string, fresh: () => Promise<TestDatabase>): Promise<Stage> {
    const [bareDatabase, database] = [await fresh(), await fresh()];
    // Only for the schema, a channel and a user.
    const founder = await startDialtone({ database: bareDatabase, connections: 1 });
    const [alice] = founder.people;
    const bareChannel = await makeChannel(alice);
    await founder.stop();
    const bare = await BarePeer.start('bare-inserts.mjs', bareDatabase, bareChannel, alice.session.user_id);
    const dialtone = await startDialtone({ database, connections: 2 * Math.max(...SENDERS) });
    return new Stage(name, [database, bareDatabase], bare, dialtone, await makeChannel(dialtone.people[0]));
  }

  async send(count: number, milliseconds: number): Promise<SendingRun> {
    const senders = await Senders.open(this.dialtone, this.channelId, count);
    const run = await senders.run(milliseconds);
    senders.close();
    this.acknowledged += run.acknowledged;
    return run;
  }

  countStored(): Promise<number> {
    return countMessages(this.databases[0]);
  }

  async close(): Promise<void> {
    this.bare.stop();
    await this.dialtone.stop();
    for (const database of this.databases) await database.drop();
  }
}

function figures(run: SendingRun): Record<string, number> {
  return {
    [RATE]: run.acknowledged / run.seconds,
    'p50 ms': run.p50,
    'p99 ms': run.p99,
    'server CPU µs per message': (run.serverSeconds / run.acknowledged) * 1e6,
    'server CPU %': (run.serverSeconds / run.seconds) * 100,
    'generator CPU %': (run.generatorSeconds / run.seconds) * 100,
  };
}

/** Why a run does not count. */
function flaw(run: SendingRun): string | undefined {
  if (run.refused > 0) return `${run.refused} messages were refused`;
  const [generator, server] = [run.generatorSeconds / run.seconds, run.serverSeconds / run.seconds];
  if (generator > 0.9 && server < 0.9) return `the generator was the limit (${(generator * 100).toFixed(0)} % CPU)`;
  return undefined;
}

function judged(taken: Rounds) {
  const databases = ['SQLite', 'MariaDB'];
  return {
    goals: databases.flatMap((database) => {
      const ratio = (name: string, server: string, of: string) => taken.ratio(name, [database, server], [database, of]);
      return [
        { what: `${database}: 64 senders, of bare 64-row INSERTs`, value: ratio(RATE, by(64), MANY), limit: 0.4 },
        { what: `${database}: 64 senders, of 1 sender`, value: ratio(RATE, by(64), by(1)), limit: 4 },
      ]
        .map((goal) => ({ ...goal, unit: 'x', atLeast: true }))
        .concat({
          what: `${database}: p50 of 1 sender, of a bare INSERT's`,
          value: ratio('p50 ms', by(1), SINGLE),
          limit: 2,
          unit: 'x',
          atLeast: false,
        });
    }),
    charts: databases.map((database) => ({
      title: `Durable messages a second on ${database}`,
      unit: 'messages/s, more is better',
      bars: [SINGLE, MANY, ...SENDERS.map(by)].map((label) => ({ label, value: taken.median(database, label, RATE) })),
      goal: 0.4 * taken.median(database, MANY, RATE),
    })),
  };
}
