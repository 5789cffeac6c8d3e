// B1: what it costs to pass a message on to everyone.
import { makeChannel, NO_ID } from '../support/channels.js';
import { FanOut, type FanOutRun } from './support/fan-out.js';
import { type Bench, Rounds, type Scale } from './support/result.js';
import { type PeerName, startDialtone, startPeer, type Target } from './support/target.js';

const DIALTONE = 'Dialtone';
const PEERS: readonly PeerName[] = ['ws', 'ws-frame-once', 'socket.io', 'ideal'];
const CPU = 'CPU µs per delivery';

const plans = {
  full: { receivers: [100, 500, 2000], rounds: 3, milliseconds: 1500 },
  quick: { receivers: [100, 500, 2000], rounds: 1, milliseconds: 800 },
  smoke: { receivers: [20, 40], rounds: 1, milliseconds: 200 },
} satisfies Record<Scale, object>;

/** The number of receivers that the servers are compared at. */
const middle = (scale: Scale) => plans[scale].receivers[1];

const conditions = (receivers: number, inFlight: number) => `${receivers} receivers, ${inFlight} in flight`;

export const fanOut: Bench = async (scale) => {
  const { receivers, rounds, milliseconds } = plans[scale];
  const taken = new Rounds();
  const invalid = new Set<string>();
  const stages: Stage[] = [];
  try {
    for (const count of receivers)
      for (const server of [DIALTONE, ...PEERS]) stages.push(await Stage.open(server, count));
    for (const stage of stages) await stage.fanOut.run(16, milliseconds / 4); // a warm-up, for V8 to compile
    for (let round = 0; round < rounds; round++) {
      for (const inFlight of [1, 16]) {
        for (const { target, fanOut, count } of stages) {
          if (inFlight === 1 && count !== middle(scale)) continue;
          const run = await fanOut.run(inFlight, milliseconds);
          const row = { conditions: conditions(count, inFlight), server: target.name };
          taken.add({ ...row, values: figures(run) });
          const reason = flaw(run);
          if (reason) invalid.add(`${row.conditions}, ${row.server}: ${reason}`);
        }
      }
    }
  } finally {
    for (const stage of stages) await stage.close();
  }
  return { id: 'b1', title: 'Fan-out, storing on', rows: taken.rows(), ...judged(taken, scale), invalid: [...invalid] };
};

/** A server, and a crowd that listens to it. */
class Stage {
  private constructor(
    readonly target: Target,
    readonly fanOut: FanOut,
    readonly count: number,
  ) {}

  static async open(server: string, count: number): Promise<Stage> {
    if (server !== DIALTONE) {
      const peer = await startPeer(server as PeerName);
      return new Stage(peer, await FanOut.open(peer, NO_ID, count), count);
    }
    const dialtone = await startDialtone({ connections: count });
    const channelId = await makeChannel(dialtone.people[0]);
    return new Stage(dialtone, await FanOut.open(dialtone, channelId, count), count);
  }

  async close(): Promise<void> {
    this.fanOut.close();
    await this.target.stop();
  }
}

function figures(run: FanOutRun): Record<string, number> {
  return {
    [CPU]: (run.serverSeconds / run.deliveries) * 1e6,
    'deliveries/s': run.deliveries / run.seconds,
    'messages/s': run.messages / run.seconds,
    'p50 ms': run.p50,
    'p99 ms': run.p99,
    'server CPU %': (run.serverSeconds / run.seconds) * 100,
    'generator CPU %': (run.generatorSeconds / run.seconds) * 100,
  };
}

/** Why a run does not count. */
function flaw(run: FanOutRun): string | undefined {
  if (run.faults > 0) return `${run.faults} deliveries were lost or came twice`;
  const [generator, server] = [run.generatorSeconds / run.seconds, run.serverSeconds / run.seconds];
  if (generator > 0.9 && server < 0.9) return `the generator was the limit (${(generator * 100).toFixed(0)} % CPU)`;
  return undefined;
}

function judged(taken: Rounds, scale: Scale) {
  const { receivers } = plans[scale];
  const [many, one] = [conditions(middle(scale), 16), conditions(middle(scale), 1)];
  const [fewest, most] = [Math.min(...receivers), Math.max(...receivers)];
  const against = (where: string, server: string) => taken.ratio(CPU, [where, DIALTONE], [where, server]);
  const goal = (what: string, value: number, limit: number, unit = 'x') => ({ what, value, limit, unit });
  const charts = [many, one].map((where) => ({
    title: `Server CPU per delivered message: ${where}`,
    unit: 'µs',
    bars: [DIALTONE, ...PEERS].map((label) => ({ label, value: taken.median(where, label, CPU) })),
    goal: where === many ? 0.2 * taken.median(where, 'ws', CPU) : taken.median(where, 'socket.io', CPU),
  }));
  const ceiling = Math.max(...taken.rows().map(({ values }) => values['deliveries/s']));
  return {
    goals: [
      goal('CPU of bare ws, 16 in flight', against(many, 'ws'), 0.2),
      goal('CPU of Socket.IO, 16 in flight', against(many, 'socket.io'), 0.2),
      goal('CPU of the ideal without a store, 16 in flight', against(many, 'ideal'), 2),
      goal('CPU of Socket.IO, 1 in flight', against(one, 'socket.io'), 1),
      goal(
        'p99 added to the ideal, 1 in flight',
        taken.median(one, DIALTONE, 'p99 ms') - taken.median(one, 'ideal', 'p99 ms'),
        5,
        'ms',
      ),
      goal(
        `CPU per delivery at ${most} receivers, of that at ${fewest}`,
        taken.ratio(CPU, [conditions(most, 16), DIALTONE], [conditions(fewest, 16), DIALTONE]),
        1.3,
      ),
    ],
    charts,
    notes: [`The generator counted up to ${ceiling.toFixed(0)} deliveries a second.`],
  };
}
