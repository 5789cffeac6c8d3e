// A real Prometheus reads a built server that has something to do, answers queries of the board, and evaluates the alerts
// of deploy, none of which fires but that of a server that is gone.
import assert from 'node:assert/strict';
import { Stage } from '../faults/stage.js';
import { boardQueries } from '../support/board.js';
import { makeChannel } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { listen } from '../support/listener.js';
import { until } from '../support/pace.js';
import { register } from '../support/people.js';
import { freePort } from '../support/private-server.js';
import { PrivatePrometheus } from '../support/prometheus.js';
import { sendAcked } from '../support/sending.js';

const target = `127.0.0.1:${String(await freePort())}`;
const stage = new Stage(await freshSqlite());
await stage.start({ env: { DIALTONE_METRICS_ADDR: target } });
const prometheus = await PrivatePrometheus.start(target);
try {
  const [alice, bob] = [await register(stage, 'alice'), await register(stage, 'bob')];
  const channel = await makeChannel(alice);
  const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];

  /** Sends until Prometheus has a value above 0 for a query of the board; returns the values, by their labels. */
  async function answerTo(title: string): Promise<Map<string, number>> {
    const query = boardQueries('15s').find((one) => one.title === title);
    assert(query, `the board has no panel ${title}`);
    let values = new Map<string, number>();
    await until(`Prometheus answers ${title}`, async () => {
      await sendAcked(aliceHears, channel, 'something to do');
      const answer = await prometheus.query(query.expr);
      values = new Map(answer.map(({ metric, value }) => [Object.values(metric).join(), Number(value[1])]));
      return [...values.values()].some((value) => value > 0);
    });
    return values;
  }

  const frames = await answerTo('Frames to clients');
  const latency = await answerTo('Commit latency');
  const perSecond = (type: string) => Math.round(frames.get(type) ?? 0);
  // Each message is heard by two, and acknowledged to one.
  const ratio = (frames.get('channel.message.new') ?? 0) / (frames.get('channel.message.ack') ?? 0);
  assert(ratio > 1.5 && ratio < 2.5, `${String(ratio)} messages heard for each that was acknowledged`);
  const [seconds = NaN] = latency.values();
  assert(seconds > 0 && seconds < 4, `a commit takes ${String(seconds)} s`);
  console.log(
    `figures: Prometheus saw ${perSecond('channel.message.ack')} messages a second, ${(seconds * 1000).toFixed(1)} ms each`,
  );

  await until('every alert is evaluated', async () => {
    return (await prometheus.rules()).every(({ health }) => health !== 'unknown');
  });
  const rules = await prometheus.rules();
  assert(rules.length > 10);
  assert.deepEqual(
    rules.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => `${name}: ${String(lastError)}`),
    [],
  );
  const raised = async () =>
    (await prometheus.rules()).filter(({ state }) => state !== 'inactive').map(({ name }) => name);
  assert.deepEqual(await raised(), []);

  await Promise.all([aliceHears.close(), bobHears.close()]);
  await stage.stop();
  await until('the alert of a server that is gone is raised', async () => (await raised()).includes('DialtoneDown'));
} finally {
  await prometheus.remove();
  await stage.remove();
}
