// 200 clients a second connect, say something and break off. What they leave behind must not grow: the server's memory
// after a garbage collection, its handles and its timers are the same at the end as shortly after the start.
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { makeChannel } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { naming } from '../support/sending.js';
import { inspect, type Vitals } from './vitals.js';
import { size, Stage } from './stage.js';

const seconds = size('FAULT_SECONDS', 600);
const perSecond = size('FAULT_CHURN', 200);
const DEVICES = 40;
const SAMPLES = 6;
/** Memory that the allocator keeps and code that is compiled late are not a leak; 1 KiB per connection would be. */
const GROWTH_KIB = 16_384;

const stage = new Stage(await freshSqlite());
try {
  await stage.start({ inspect: true });
  const alice = await register(stage, 'alice');
  const channelId = await makeChannel(alice);
  const people: Person[] = [alice];
  while (people.length < DEVICES) people.push(await loginFromNewDevice(stage, 'alice'));

  let opened = 0;
  let failed = 0;
  let isOver = false;
  const visit = (number: number): Promise<void> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${stage.url.replace(/^http/, 'ws')}/ws`, {
        headers: { authorization: `Bearer ${people[number % people.length].session.token}` },
        handshakeTimeout: 10_000,
      });
      socket.on('open', () => {
        opened += 1;
        socket.send(JSON.stringify({ type: 'voice_join', channel_id: channelId }));
        // Few messages: this is about the connections, not the size of the store's cache.
        if (number % 20 === 0) socket.send(JSON.stringify(naming(channelId, 'a message')));
        socket.ping();
        // Some break off at once, some hear something first, some close properly.
        if (number % 3 === 0) socket.terminate();
        else socket.once('message', () => (number % 3 === 1 ? socket.terminate() : socket.close()));
      });
      socket.on('error', () => (failed += 1));
      socket.on('close', () => resolve());
    });
  const arrivals = (async () => {
    const start = performance.now();
    const visits = new Set<Promise<void>>();
    for (let number = 0; !isOver; number++) {
      while (performance.now() - start < (number * 1000) / perSecond) await delay(1);
      const one = visit(number);
      visits.add(one);
      void one.then(() => visits.delete(one));
      if (visits.size > 2 * perSecond) await Promise.race(visits);
    }
    await Promise.all(visits);
  })();

  // Each sample is taken with nobody connected but those who are coming in.
  const samples: Vitals[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    await delay((seconds * 1000) / SAMPLES);
    samples.push(await inspect(stage));
  }
  isOver = true;
  await arrivals;
  await delay(3000); // close handshakes that nobody answers take two seconds
  const quiet = await inspect(stage);

  const [first] = samples.slice(1);
  const last = samples[SAMPLES - 1];
  const faults: string[] = [];
  if (opened < seconds * perSecond * 0.5) faults.push(`only ${String(opened)} connections were made`);
  if (failed > opened / 100) faults.push(`${String(failed)} connections failed`);
  if (last.rssKib - first.rssKib > GROWTH_KIB) faults.push('the memory grew');
  if (quiet.heapKib - first.heapKib > GROWTH_KIB / 4) faults.push('the heap grew');
  if (quiet.sockets > 4) faults.push(`${String(quiet.sockets)} sockets are still held`);
  if (quiet.timers > first.timers + 4) faults.push(`${String(quiet.timers)} timers are left`);
  const series = (of: (vitals: Vitals) => number) => [...samples, quiet].map((vitals) => String(of(vitals))).join(' ');
  console.log(
    `figures: ${String(opened)} connections in ${String(seconds)} s, ${String(failed)} failed; after garbage collection ` +
      `RSS ${series(({ rssKib }) => Math.round(rssKib / 1024))} MiB, heap ${series(({ heapKib }) => Math.round(heapKib / 1024))} MiB, ` +
      `sockets ${series(({ sockets }) => sockets)}, timers ${series(({ timers }) => timers)} (the last figure: all gone)`,
  );
  for (const fault of faults) console.error(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await stage.remove();
}
