// Stops a MariaDB server of its own, properly or by SIGKILL, and starts it again, while many clients send. Everything that
// was acknowledged or seen has to be in the history exactly once; sends have to succeed within five seconds of its return.
import { setTimeout as delay } from 'node:timers/promises';
import { makeChannel } from '../support/channels.js';
import { freshMysql } from '../support/database.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { Ledger, sendUntil, wholeHistory } from './load.js';
import { size, Stage } from './stage.js';

const restarts = size('FAULT_RESTARTS', 4);
const senders = size('FAULT_SENDERS', 50);
const awayMs = size('FAULT_AWAY_MS', 1000);
const HEALING_MS = 5000;

const mariadb = await PrivateMariadb.start();
const stage = new Stage(await freshMysql(mariadb.url));
try {
  await stage.start();
  const alice = await register(stage, 'alice');
  const channelId = await makeChannel(alice);
  const people: Person[] = [alice];
  while (people.length < Math.ceil(senders / 10)) people.push(await loginFromNewDevice(stage, 'alice'));

  const ledger = new Ledger();
  let isOver = false;
  const sending = Promise.all(
    Array.from({ length: senders }, (_, i) =>
      sendUntil(() => isOver, stage.url, people[i % people.length], channelId, ledger),
    ),
  );
  sending.catch(() => undefined); // awaited below
  const healing: number[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    await delay(500 + Math.random() * 500);
    await mariadb.stop(restart % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
    const before = ledger.acked.size;
    await delay(awayMs);
    if (ledger.acked.size > before + senders) ledger.faults.push('messages were acknowledged without a database');
    await mariadb.start();
    const back = performance.now();
    const known = ledger.acked.size;
    while (ledger.acked.size <= known + senders && performance.now() - back < 4 * HEALING_MS) await delay(10);
    healing.push(performance.now() - back);
  }
  isOver = true;
  await sending;

  const history = await wholeHistory(stage.url, alice, channelId);
  const faults = ledger.check(history);
  if (Math.max(...healing) > HEALING_MS) faults.push('sends were still refused five seconds after its return');
  // Nobody disconnected: everything stored was also heard live.
  for (const { body } of history) if (!ledger.seen.has(body)) faults.push(`${body} is stored, and nobody heard it`);
  console.log(
    `figures: ${String(restarts)} restarts of MariaDB under ${String(senders)} senders: ` +
      `${String(ledger.acked.size)} acknowledged, ${String(ledger.seen.size)} seen, ${String(history.length)} stored, ` +
      `${String(ledger.retries)} retries, healed in at most ${Math.max(...healing).toFixed(0)} ms, ` +
      `${String(faults.length)} broken promises`,
  );
  for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await stage.remove().catch(() => undefined); // its database may be gone with the server
  await mariadb.remove();
}
