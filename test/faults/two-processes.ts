// Two server processes on one MariaDB. The same client id is sent ten times at once over both, again and again: each time
// it is stored as one row with one id, and nobody hears it twice.
import { randomUUID } from 'node:crypto';
import { makeChannel } from '../support/channels.js';
import { freshMysql } from '../support/database.js';
import { listen } from '../support/listener.js';
import { until } from '../support/pace.js';
import { at, register } from '../support/people.js';
import { sendAcked } from '../support/sending.js';
import { wholeHistory } from './load.js';
import { size, Stage } from './stage.js';

const rounds = size('FAULT_ROUNDS', 50);
const SENDERS = 10;

const url = process.env.TEST_DATABASE_URL;
if (url === undefined) throw new Error('TEST_DATABASE_URL: expected the address of a MariaDB server');
const database = await freshMysql(url);
const stages = [new Stage(database), new Stage(database)];
try {
  // At once: they migrate the same empty database.
  await Promise.all(stages.map((stage) => stage.start()));
  const alice = await register(stages[0], 'alice');
  const channelId = await makeChannel(alice);
  const ears = await Promise.all(
    Array.from({ length: SENDERS }, (_, i) => listen(at(alice, stages[i % stages.length]))),
  );
  const faults: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const clientId = randomUUID();
    const acks = await Promise.all(ears.map((ear, i) => sendAcked(ear, channelId, `try ${String(i)}`, clientId)));
    const answers = new Set(acks.map((ack) => JSON.stringify(ack)));
    if (answers.size > 1) faults.push(`${clientId} was acknowledged in ${String(answers.size)} ways`);
  }
  // Each process announces what it stored, and what the other one stored once it comes across it.
  const tell = () => stages.map((_, i) => ears[i].all('channel.message.new').map(({ message_id }) => message_id));
  // The last one may be told of after it was acknowledged: the other process may have to be asked for what came before.
  await until('all are told of', () => new Set(tell().flat()).size === rounds).catch(() => undefined);
  const told = tell();
  const heard = told.map(({ length }) => length);
  const stored = (await wholeHistory(stages[0].url, alice, channelId)).length;
  if (stored !== rounds) faults.push(`${String(rounds)} messages are stored ${String(stored)} times`);
  if (new Set(told.flat()).size !== rounds) faults.push(`${String(rounds)} messages made ${heard.join(' + ')} events`);
  if (told.some((ids) => new Set(ids).size !== ids.length)) faults.push('somebody heard of a message twice');
  console.log(
    `figures: ${String(rounds)} client ids, each sent ${String(SENDERS)} times at once over two processes: ` +
      `${String(stored)} rows, ${heard.join(' + ')} events, ${String(faults.length)} broken promises`,
  );
  for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  await Promise.all(ears.map((ear) => ear.close()));
} finally {
  for (const stage of stages) await stage.remove();
}
