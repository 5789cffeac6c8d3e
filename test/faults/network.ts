// A conversation of three people over lines that break in every way, hundreds of times; one of them is flooded now and
// then. After that, 300 clients are cut off at once. Everybody has to hear every message once and in the order of the
// history, and every send has to be answered.
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { StandardSocket } from '../../libs/sdk/test/standard-socket.js';
import { makeChannel, saying } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { at, register } from '../support/people.js';
import { FaultyLine, faultKinds } from './faulty-line.js';
import { wholeHistory } from './load.js';
import { size, Stage } from './stage.js';
import { Shouter, Talker } from './talker.js';

const faultCount = size('FAULT_COUNT', 500);
const seed = size('FAULT_SEED', Math.ceil(Math.random() * 1e9));
const stormSize = size('FAULT_STORM', 300);
/** The people of the conversation, and what they connect with: the default, tickets, many frames in one turn. */
const people = { alice: undefined, bob: StandardSocket, carol: WebSocket };
const FLOODS = 2;
const DOWN_MS = 300;
const PAGE_MESSAGES = 400;
const LISTEN_MS = 2;
const FLOOD_MESSAGES = 1_500;
const STORM_MESSAGES = 20;
const CONNECTIONS_PER_DEVICE = 10;

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const faults: string[] = [];
const stage = new Stage(await freshSqlite());

/**
 * Floods somebody who is slow to listen while they catch up: the messages of one page, missed while the line was down, and
 * behind them, as soon as the page is there, more than a client holds back.
 */
async function flood(talker: Talker, shouter: Shouter): Promise<void> {
  const { realtime, line } = talker;
  while (realtime.state !== 'connected') await delay(10);
  const isDown = realtime.once('state', { where: ({ state }) => state === 'waiting' });
  line.inflict('down', DOWN_MS);
  await isDown;
  await shouter.shout(PAGE_MESSAGES);
  talker.listenTo(PAGE_MESSAGES, LISTEN_MS);
  await realtime.once('channel.message.new');
  await shouter.shout(FLOOD_MESSAGES);
}

async function conversation(): Promise<void> {
  const alice = await register(stage, 'alice');
  const channelId = await makeChannel(alice);
  const shouter = await Shouter.enter(alice, channelId);
  const talkers: Talker[] = [];
  for (const [name, WebSocketClass] of Object.entries(people)) {
    const person = name === 'alice' ? alice : await register(stage, name);
    const options = { serverUrl: stage.url, fail: (fault: string) => void faults.push(fault) };
    talkers.push(await Talker.enter(person, { ...options, WebSocket: WebSocketClass }));
  }
  const slow = talkers[2];
  const start = performance.now();
  let isOver = false;
  const talking = talkers.map((talker) => talker.talk(channelId, random, () => isOver));
  const counts = new Map<string, number>();
  for (let i = 0; i < faultCount; i++) {
    const kind = faultKinds[Math.floor(random() * faultKinds.length)];
    const talker = talkers[Math.floor(random() * talkers.length)];
    // A fault on a line that has not recovered from the previous one would prove less.
    if (random() < 0.8) while (talker.realtime.state !== 'connected') await delay(10);
    talker.line.inflict(kind, 50 + 450 * random());
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    await delay(100 * random());
    if ((i + 1) % Math.ceil(faultCount / FLOODS) === 0) await flood(slow, shouter);
  }
  isOver = true;
  await Promise.all(talking);
  const history = (await wholeHistory(stage.url, alice, channelId)).map(({ id }) => id);
  const last = performance.now();
  // What the last faults held back comes with the next connection.
  while (talkers.some(({ heard }) => heard.length < history.length) && performance.now() - last < 30_000) {
    await delay(50);
  }
  for (const { name, heard, sent } of talkers) {
    const twice = heard.length - new Set(heard).size;
    if (twice > 0) faults.push(`${name} heard ${String(twice)} messages twice`);
    if (heard.join() !== history.join()) {
      const at = history.findIndex((id, i) => heard[i] !== id);
      const missing = history.filter((id) => !heard.includes(id)).length;
      faults.push(`${name} heard something else from message ${String(at)} on; ${String(missing)} are missing`);
    }
    const order = sent.map((id) => history.indexOf(id));
    if (order.some((place, i) => place < (order[i - 1] ?? 0))) faults.push(`${name}'s messages changed their order`);
  }
  const sentCount = talkers.reduce((sum, { sent }) => sum + sent.length, shouter.sent);
  if (sentCount !== history.length) faults.push(`${String(sentCount)} sends made ${String(history.length)} messages`);
  console.log(
    `figures: ${String(faultCount)} faults (${[...counts].map(([kind, n]) => `${kind} ${String(n)}`).join(', ')}), ` +
      `seed ${String(seed)}: ${String(history.length)} messages, ` +
      `${String(talkers.reduce((sum, { connections }) => sum + connections, 0))} connections of 3 clients in ` +
      `${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  await Promise.all([shouter, ...talkers].map((person) => person.leave()));
}

async function storm(): Promise<void> {
  const sender = await register(stage, 'dave');
  const admin = await register(stage, 'dave2');
  const channelId = (await sender.client.channels.list()).channels[0].id;
  const line = await FaultyLine.to(stage.url);
  const members = [admin];
  while (members.length * CONNECTIONS_PER_DEVICE < stormSize) {
    members.push(await register(stage, `bob${String(members.length)}`));
  }
  const heard = Array.from({ length: stormSize }, (): string[] => []);
  const clients = heard.map((ids, i) => {
    const person = members[Math.floor(i / CONNECTIONS_PER_DEVICE)];
    const realtime = at(person, line).client.realtime();
    realtime.on('channel.message.new', ({ body }) => void ids.push(body));
    return realtime;
  });
  await Promise.all(clients.map((client) => client.connect({ timeoutMs: 120_000 })));
  const mouth = sender.client.realtime();
  await mouth.connect();

  const back = clients.map((client) => client.once('resync').then(() => performance.now() - start));
  const start = performance.now();
  line.inflict('cut', 0);
  const bodies = Array.from({ length: STORM_MESSAGES }, (_, i) => `storm ${String(i)}`);
  for (const body of bodies) await mouth.sendMessage({ ...saying(channelId, body) });
  const times = await Promise.all(back);
  for (const patience = performance.now() + 10_000; performance.now() < patience;) {
    if (heard.every((ids) => ids.length >= STORM_MESSAGES)) break;
    await delay(20);
  }
  const wrong = heard.filter((ids) => ids.join() !== bodies.join()).length;
  if (wrong > 0) faults.push(`${String(wrong)} clients did not hear the ${String(STORM_MESSAGES)} messages`);
  times.sort((a, b) => a - b);
  console.log(
    `figures: ${String(stormSize)} clients cut off at once, ${String(STORM_MESSAGES)} messages meanwhile: half were ` +
      `caught up after ${(times[stormSize >> 1] / 1000).toFixed(2)} s, all after ${(times[stormSize - 1] / 1000).toFixed(2)} s`,
  );
  await Promise.all([mouth, ...clients].map((client) => client.close()));
  await line.close();
}

try {
  await stage.start();
  await conversation();
  await storm();
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await stage.remove();
}
