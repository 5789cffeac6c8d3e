// B2: what an idle connection costs.
import { setTimeout as delay } from 'node:timers/promises';
import { openCrowd } from './support/crowd.js';
import { cpuSeconds, rssKiB } from './support/machine.js';
import { type Bench, Rounds, type Scale } from './support/result.js';
import { startDialtone, startPeer, type Target } from './support/target.js';

const [DIALTONE, WS, SOCKET_IO] = ['Dialtone', 'ws', 'socket.io'];
const [MEMORY, CPU] = ['RSS KiB per connection', 'idle CPU %'];

const plans = {
  full: { connections: 10_000, settleMs: 8000, quietMs: 60_000, idleMs: 26_000 },
  quick: { connections: 2000, settleMs: 10_000, quietMs: 60_000, idleMs: 26_000 },
  smoke: { connections: 50, settleMs: 500, quietMs: 0, idleMs: 500 },
} satisfies Record<Scale, object>;

export const idle: Bench = async (scale) => {
  const { connections, settleMs, quietMs, idleMs } = plans[scale];
  const conditions = `${connections} idle connections`;
  const taken = new Rounds();
  const invalid: string[] = [];
  for (const server of [DIALTONE, WS, SOCKET_IO]) {
    const target = await start(server, connections);
    try {
      await delay(settleMs); // until the garbage of the start and of the registrations is collected
      const before = rssKiB(target.pid);
      const start = performance.now();
      let lost = 0;
      const clients = await openCrowd(target, connections);
      for (const client of clients) client.onClose = () => lost++;
      const connecting = performance.now() - start;
      await delay(settleMs);
      const memory = await settled(target.pid, settleMs);
      await delay(quietMs); // V8 takes up to a minute to collect what connecting has left behind
      const used = cpuSeconds(target.pid);
      await delay(idleMs); // longer than the servers wait between two pings
      const cpu = cpuSeconds(target.pid) - used;
      taken.add({
        conditions,
        server,
        values: {
          [MEMORY]: (memory - before) / connections,
          [CPU]: (cpu / idleMs) * 1e5,
          'RSS before MiB': before / 1024,
          'connections/s': (connections / connecting) * 1000,
        },
      });
      if (lost > 0) invalid.push(`${server}: ${lost} connections were lost`);
      for (const client of clients) client.destroy();
    } finally {
      await target.stop();
    }
  }
  return {
    id: 'b2',
    title: `${connections} idle authenticated connections`,
    rows: taken.rows(),
    goals: [
      {
        what: 'RSS of a connection',
        value: taken.median(conditions, DIALTONE, MEMORY),
        limit: 11.5,
        unit: 'KiB',
      },
      {
        what: 'RSS of a connection, of that of Socket.IO',
        value: taken.ratio(MEMORY, [conditions, DIALTONE], [conditions, SOCKET_IO]),
        limit: 0.8,
        unit: 'x',
      },
      { what: 'idle CPU of a core', value: taken.median(conditions, DIALTONE, CPU), limit: 2, unit: '%' },
    ],
    charts: [
      { title: 'Memory of an idle connection', name: MEMORY, unit: 'KiB', goal: 11.5 },
      { title: 'CPU of a core while all are idle', name: CPU, unit: '%', goal: 2 },
    ].map(({ name, ...chart }) => ({
      ...chart,
      bars: [DIALTONE, WS, SOCKET_IO].map((label) => ({ label, value: taken.median(conditions, label, name) })),
    })),
    invalid,
    notes: ['Memory is the growth of the process; kernel buffers are not included.'],
  };
};

function start(server: string, connections: number): Promise<Target> {
  return server === DIALTONE ? startDialtone({ connections }) : startPeer(server === WS ? 'ws' : 'socket.io');
}

/** The memory of a process once it has not shrunk for five seconds, or when time is up. */
async function settled(pid: number, patienceMs: number): Promise<number> {
  const end = performance.now() + patienceMs;
  let lowest = rssKiB(pid);
  for (let since = performance.now(); performance.now() < end && performance.now() - since < 5000;) {
    await delay(250);
    const now = rssKiB(pid);
    if (now < lowest * 0.995) since = performance.now();
    lowest = Math.min(lowest, now);
  }
  return lowest;
}
