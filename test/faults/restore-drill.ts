// A backup while many clients send, restored elsewhere. Its hashes have to be those of the manifest, every message that
// was acknowledged before the backup began has to be in it, and a server has to start there and serve the history.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeChannel } from '../support/channels.js';
import type { TestDatabase } from '../support/database.js';
import { at, loginFromNewDevice, type Person, register } from '../support/people.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { Ledger, sendUntil, wholeHistory } from './load.js';
import { databases, size, Stage } from './stage.js';

const senders = size('FAULT_SENDERS', 50);
const acknowledged = size('FAULT_MESSAGES', 10_000);
/** The pepper that both servers have; the embedded database would make one of its own. */
const SECRETS = { DIALTONE_USERNAME_PEPPER: 'pepper-of-the-drill', DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
const program = resolve(import.meta.dirname, '../../dist/apps/server/src/cli/dialtone.js');

interface Summary {
  readonly rows: number;
  readonly tables: Record<string, { rows: number; sha256: string }>;
}

for (const [name, make] of databases()) {
  const [database, copy] = [await make(), await make()];
  const [stage, elsewhere] = [new Stage(database), new Stage(copy)];
  const folder = await mkdtemp(join(tmpdir(), 'dialtone-drill-'));
  try {
    await stage.start({ env: SECRETS });
    const alice = await register(stage, 'alice');
    const channelId = await makeChannel(alice);
    // Ten connections are the most that one device may have.
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
    const heard = async (count: number) => {
      while (ledger.acked.size < count) await Promise.race([delay(5), sending]);
    };
    await heard(acknowledged / 2);
    const before = new Map(ledger.acked);
    const backupStart = performance.now();
    const made = await dialtone(database, 'backup', join(folder, 'backup.tar'));
    const backupMs = performance.now() - backupStart;
    const during = ledger.acked.size - before.size;
    await heard(acknowledged);
    isOver = true;
    await sending;

    const restoreStart = performance.now();
    await dialtone(copy, 'restore', join(folder, 'backup.tar'));
    const restoreMs = performance.now() - restoreStart;
    const copied = await dialtone(copy, 'backup', join(folder, 'copy.tar'));
    const ready = await elsewhere.start({ env: SECRETS });
    const history = await wholeHistory(elsewhere.url, at(alice, elsewhere), channelId);

    const faults = differences(made, copied);
    const stored = new Set(history.map(({ id }) => id));
    for (const [body, id] of before) if (!stored.has(id)) faults.push(`${body} was acknowledged before and is lost`);
    if (made.tables.messages?.rows !== history.length) faults.push('the history is not what was backed up');
    if (during === 0) faults.push('nothing was sent during the backup');
    console.log(
      `figures: ${name}: a backup under ${String(senders)} senders in ${backupMs.toFixed(0)} ms: ` +
        `${String(before.size)} acknowledged before it, ${String(during)} during it, ${String(history.length)} in it; ` +
        `restored in ${restoreMs.toFixed(0)} ms, ready in ${ready.toFixed(0)} ms, ${String(faults.length)} broken promises`,
    );
    for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await stage.remove();
    await elsewhere.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the program on a database; returns what it tells of the archive. */
async function dialtone(database: TestDatabase, ...args: string[]): Promise<Summary> {
  const env = { PATH: process.env.PATH, ...database.env, ...SECRETS };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env });
  return JSON.parse(stdout) as Summary;
}

/** A restore changes one row: the order of messages goes on further behind. */
function differences(made: Summary, copied: Summary): string[] {
  return Object.entries(made.tables).flatMap(([table, { rows, sha256 }]) => {
    const other = copied.tables[table];
    const isSame = other?.rows === rows && (other.sha256 === sha256 || table === 'message_order');
    return isSame ? [] : [`${table} is not what was backed up`];
  });
}
