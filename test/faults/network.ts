// A conversation of three over lines that break in every way, hundreds of times; then 300 clients that are cut off at
// once. Everybody has to hear every message once and in the order of the history, and every send has to be answered.
import { setTimeout as delay } from 'node:timers/promises';
import type { RealtimeClient } from '@dialtone/sdk';
import { makeChannel, saying } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { at, type Person, register } from '../support/people.js';
import { FaultyLine, faultKinds } from './faulty-line.js';
import { wholeHistory } from './load.js';
import { size, Stage } from './stage.js';

const faultCount = size('FAULT_COUNT', 500);
const seed = size('FAULT_SEED', Math.ceil(Math.random() * 1e9));
const stormSize = size('FAULT_STORM', 300);
/** A dead line is noticed sooner than in life, so that the run has an end. */
const QUIET_MS = 500;
const SEND_PAUSE_MS = 20;
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

/** Somebody in the conversation, on a line of their own. */
class Talker {
  readonly heard: string[] = [];
  readonly sent: string[] = [];
  connections = 0;

  private constructor(
    readonly name: string,
    readonly line: FaultyLine,
    readonly realtime: RealtimeClient,
  ) {
    realtime.on('channel.message.new', ({ message_id }) => this.heard.push(message_id));
    realtime.on('gap', ({ since }) => faults.push(`${name} has a gap after ${since}`));
    realtime.on('close', ({ code }) => {
      if (code !== 1000) faults.push(`${name} was ended with ${String(code)}`);
    });
    realtime.on('state', ({ state, retryInMs = 0 }) => {
      if (state === 'connected') this.connections++;
      // As an impatient person does: tries again now.
      if (state === 'waiting' && retryInMs > QUIET_MS) void realtime.connect().catch(() => undefined);
    });
  }

  static async enter(person: Person): Promise<Talker> {
    const line = await FaultyLine.to(stage.url);
    const talker = new Talker(person.name, line, at(person, line).client.realtime({ quietMs: QUIET_MS }));
    await talker.realtime.connect();
    return talker;
  }

  /** Sends one message after the other, without waiting for answers, until told to stop; then waits for all of them. */
  async talk(channelId: string, isOver: () => boolean): Promise<void> {
    const sending: Promise<unknown>[] = [];
    while (!isOver()) {
      const { channel_id, sender_name_enc } = saying(channelId, '');
      const message = { channel_id, sender_name_enc, body: `${this.name} ${String(sending.length)}` };
      sending.push(
        this.realtime.sendMessage(message).then(
          ({ message_id }) => this.sent.push(message_id),
          (error: unknown) => faults.push(`${message.body} was not sent: ${String(error)}`),
        ),
      );
      await delay(SEND_PAUSE_MS * 10 * random());
    }
    await Promise.all(sending);
  }
}

async function conversation(): Promise<void> {
  const people = [];
  for (const name of ['alice', 'bob', 'carol']) people.push(await register(stage, name));
  const channelId = await makeChannel(people[0]);
  const talkers = await Promise.all(people.map((person) => Talker.enter(person)));
  const start = performance.now();
  let isOver = false;
  const talking = talkers.map((talker) => talker.talk(channelId, () => isOver));
  const counts = new Map<string, number>();
  for (let i = 0; i < faultCount; i++) {
    const kind = faultKinds[Math.floor(random() * faultKinds.length)];
    const talker = talkers[Math.floor(random() * talkers.length)];
    // A fault on a line that has not recovered from the last one would prove less.
    if (random() < 0.8) while (talker.realtime.state !== 'connected') await delay(10);
    talker.line.inflict(kind, 50 + 450 * random());
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    await delay(100 * random());
  }
  isOver = true;
  await Promise.all(talking);
  const history = (await wholeHistory(stage.url, people[0], channelId)).map(({ id }) => id);
  const last = performance.now();
  // What the last faults hold back comes with the next connection.
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
  const sentCount = talkers.reduce((sum, { sent }) => sum + sent.length, 0);
  if (sentCount !== history.length) faults.push(`${String(sentCount)} sends made ${String(history.length)} messages`);
  console.log(
    `figures: ${String(faultCount)} faults (${[...counts].map(([kind, n]) => `${kind} ${String(n)}`).join(', ')}), ` +
      `seed ${String(seed)}: ${String(history.length)} messages, ` +
      `${String(talkers.reduce((sum, { connections }) => sum + connections, 0))} connections of 3 clients in ` +
      `${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  await Promise.all(talkers.map(({ realtime }) => realtime.close()));
  await Promise.all(talkers.map(({ line }) => line.close()));
}

async function storm(): Promise<void> {
  const sender = await register(stage, 'dave');
  const admin = await register(stage, 'dave2');
  const channelId = (await sender.client.channels.list()).channels[0].id;
  const line = await FaultyLine.to(stage.url);
  const people = [admin];
  while (people.length * CONNECTIONS_PER_DEVICE < stormSize) {
    people.push(await register(stage, `bob${String(people.length)}`));
  }
  const heard = Array.from({ length: stormSize }, (): string[] => []);
  const clients = heard.map((ids, i) => {
    const person = people[Math.floor(i / CONNECTIONS_PER_DEVICE)];
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
