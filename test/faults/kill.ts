// Kills the server without warning, again and again, while many clients send. Everything that was acknowledged or seen by
// anyone has to be in the history exactly once, and the server has to be back within three seconds each time.
import { setTimeout as delay } from 'node:timers/promises';
import { makeChannel } from '../support/channels.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { Ledger, sendUntil, wholeHistory } from './load.js';
import { databases, size, Stage } from './stage.js';

const kills = size('FAULT_KILLS', 20);
const senders = size('FAULT_SENDERS', 50);
const acknowledged = size('FAULT_MESSAGES', 20_000);
const READY_MS = size('FAULT_READY_MS', 3000);
const DEADLINE_MS = 600_000;

for (const [name, make] of databases()) {
  const stage = new Stage(await make());
  try {
    await stage.start();
    const alice = await register(stage, 'alice');
    const channelId = await makeChannel(alice);
    // Ten connections are the most that one device may have.
    const people: Person[] = [alice];
    while (people.length < Math.ceil(senders / 10)) people.push(await loginFromNewDevice(stage, 'alice'));

    const ledger = new Ledger();
    const start = performance.now();
    let isOver = false;
    const sending = Promise.all(
      Array.from({ length: senders }, (_, i) =>
        sendUntil(() => isOver, stage.url, people[i % people.length], channelId, ledger),
      ),
    );
    sending.catch(() => undefined); // awaited below
    const ready: number[] = [];
    for (let kill = 1; kill <= kills; kill++) {
      // The share of messages that is due before this kill, and a random moment more.
      while (ledger.acked.size < (acknowledged * kill) / kills && performance.now() - start < DEADLINE_MS) {
        await delay(5);
      }
      await delay(Math.random() * 100);
      await stage.kill();
      ready.push(await stage.start());
    }
    isOver = true;
    await sending;
    const seconds = (performance.now() - start) / 1000;

    const history = await wholeHistory(stage.url, alice, channelId);
    const faults = ledger.check(history);
    const slow = ready.filter((ms) => ms > READY_MS);
    if (slow.length > 0) faults.push(`ready again only after ${slow.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    if (ledger.acked.size < acknowledged) faults.push(`only ${String(ledger.acked.size)} were acknowledged`);
    if (ledger.retries < kills) faults.push('the kills hit nothing');
    console.log(
      `figures: ${name}: ${String(kills)} kills under ${String(senders)} senders in ${seconds.toFixed(1)} s: ` +
        `${String(ledger.acked.size)} acknowledged, ${String(ledger.seen.size)} seen, ${String(history.length)} stored, ` +
        `${String(ledger.retries)} retries, ready again in ${median(ready)} ms (median), at most ${Math.max(...ready).toFixed(0)} ms, ` +
        `${String(faults.length)} broken promises`,
    );
    for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await stage.remove();
  }
}

function median(values: readonly number[]): string {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(0) ?? '';
}
