// Several servers on one database and one Redis, with senders and followers on all of them. One server is killed; Redis is
// killed and started again, with another server killed in between; then all servers are restarted one after the other.
// Every follower has to show every message once and in the order of the history. A dead server has to be forgotten in
// time, its users offline and out of their rooms, and the servers have to agree soon.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@app/contract';
import { WebSocket } from 'ws';
import { makeChannel } from '../support/channels.js';
import { freshMysql } from '../support/database.js';
import { RawListener } from '../support/listener.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { PrivateRedis } from '../support/redis.js';
import { Follower } from './follower.js';
import { Ledger, sendUntil, wholeHistory } from './load.js';
import { size, Stage } from './stage.js';

const nodes = size('FAULT_NODES', 3);
const senders = size('FAULT_SENDERS', 12);
const followers = size('FAULT_FOLLOWERS', 12);
const awayMs = size('FAULT_AWAY_MS', 2000);
const CONVERGED_MS = 5000;

const mariadb = await PrivateMariadb.start();
const redis = await PrivateRedis.start();
const database = await freshMysql(mariadb.url);
const stages = Array.from({ length: nodes }, () => new Stage(database));
const lastStage = stages[nodes - 1];
const start = (stage: Stage) => stage.start({ env: { DIALTONE_REDIS_URL: redis.url } });
const urls = () => stages.filter((stage) => stage.isRunning).map(({ url }) => url);
try {
  for (const stage of stages) await start(stage);
  const alice = await register(stages[0], 'alice');
  const bob = await register(stages[0], 'bob');
  const carol = await register(stages[0], 'carol');
  const channelId = await makeChannel(alice);
  const people: Person[] = [];
  while (people.length < Math.ceil((senders + followers) / 5))
    people.push(await loginFromNewDevice(stages[0], 'alice'));

  const ledger = new Ledger();
  const follow = Array.from({ length: followers }, (_, i) => new Follower(people[i % people.length], urls, i));
  await Promise.all(follow.map((follower) => follower.start()));
  let isOver = false;
  const sending = Promise.all(
    Array.from({ length: senders }, (_, i) =>
      sendUntil(
        () => isOver,
        () => urls()[i % urls().length],
        people[i % people.length],
        channelId,
        ledger,
      ),
    ),
  );
  sending.catch(() => undefined); // awaited below
  const watch = await connect(stages[0], alice);

  const forgotten = await timeUntilForgotten(lastStage, bob, watch, channelId);
  await start(lastStage);
  await delay(1000);

  await connect(lastStage, carol);
  await watch.next('presence.changed', isAbout(carol, true));
  const before = follow.map(({ syncsRequired }) => syncsRequired);
  await redis.stop('SIGKILL');
  const acked = ledger.acked.size;
  await delay(awayMs);
  const ackedMeanwhile = ledger.acked.size - acked;
  await lastStage.kill();
  await start(lastStage);
  const far = await connect(lastStage, bob);
  // Without Redis, nobody could tell the others about either.
  await redis.start();
  const converged = await timeOf(
    Promise.all([
      watch.next('presence.changed', isAbout(bob, true)),
      watch.next('presence.changed', isAbout(carol, false)),
    ]),
  );
  await delay(1000);
  const warned = follow.filter(({ syncsRequired }, i) => syncsRequired > before[i]).length;
  await far.close();
  await watch.close();

  for (const stage of stages) {
    await stage.stop();
    await delay(300);
    await start(stage);
  }
  isOver = true;
  await sending;

  const history = (await wholeHistory(stages[0].url, alice, channelId)).map((message) => message.id);
  const deadline = performance.now() + CONVERGED_MS;
  while (follow.some(({ shown }) => shown.length < history.length) && performance.now() < deadline) await delay(50);
  for (const follower of follow) follower.end();
  const faults = [
    ...ledger.check(await wholeHistory(stages[0].url, alice, channelId)),
    ...follow.flatMap((follower) => follower.faults),
  ];
  for (const [i, { shown }] of follow.entries()) {
    if (JSON.stringify(shown) === JSON.stringify(history)) continue;
    const missing = history.filter((id) => !shown.includes(id)).length;
    faults.push(
      `follower ${String(i)} shows ${String(shown.length)} messages in another order; ${String(missing)} are missing`,
    );
  }
  if (forgotten > limits.nodeTimeoutSeconds * 1000) faults.push('a dead server was remembered for too long');
  if (converged > CONVERGED_MS) faults.push('the servers did not agree in time after Redis was back');
  if (ackedMeanwhile < senders) faults.push('sends waited for Redis');
  console.log(
    `figures: ${String(nodes)} servers, ${String(senders)} senders, ${String(followers)} followers: ${String(history.length)} messages, ` +
      `${String(ledger.retries)} retries; a killed server forgotten after ${seconds(forgotten)}; ` +
      `${String(ackedMeanwhile)} acknowledged in ${seconds(awayMs)} without Redis, agreed ${seconds(converged)} after its return, ` +
      `${String(warned)} told to sync; ${String(nodes)} rolling restarts; ${String(faults.length)} broken promises`,
  );
  for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  for (const stage of stages) await stage.remove().catch(() => undefined); // the database goes with the first
  await redis.stop();
  await mariadb.remove();
}

async function connect(stage: Stage, person: Person): Promise<RawListener> {
  const headers = { authorization: `Bearer ${person.session.token}` };
  const ear = new RawListener(new WebSocket(`${stage.url.replace(/^http/, 'ws')}/ws`, { headers }), 20_000);
  ear.socket.on('error', () => undefined); // `closed` tells
  await ear.next('voice.presence.snapshot');
  return ear;
}

function isAbout({ session }: Person, online: boolean) {
  return (frame: { user_id: string; online: boolean }) => frame.user_id === session.user_id && frame.online === online;
}

/**
 * Kills a server with only one user, who is in a room; resolves once somebody on another server hears that this user is
 * offline and out of the room.
 */
async function timeUntilForgotten(
  stage: Stage,
  person: Person,
  watch: RawListener,
  channelId: string,
): Promise<number> {
  const ear = await connect(stage, person);
  await watch.next('presence.changed', isAbout(person, true));
  const isIn = (active: boolean) => (frame: { sender: string; active: boolean }) =>
    frame.sender === person.session.user_id && frame.active === active;
  ear.send({ type: 'voice_join', channel_id: channelId });
  await watch.next('voice.presence', isIn(true));
  await stage.kill();
  return timeOf(
    Promise.all([watch.next('presence.changed', isAbout(person, false)), watch.next('voice.presence', isIn(false))]),
  );
}

async function timeOf(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
