// Bare INSERTs into the table of messages, by the server's own drivers and as durable as the server's.
// Answers each line `<rows of one INSERT> <milliseconds>` on standard input with a line of JSON.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import LibsqlDatabase from 'libsql';
import { createConnection } from 'mysql2/promise';

const [store, channelId, userId] = process.argv.slice(2);
const [COLUMNS, WIDTH] = [
  'order_key, id, channel_id, sender_id, sender_device_id, client_id, sender_name_enc, body, sent_at',
  9,
];
const NAME_ENC = 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=';
const BODY = 'x'.repeat(114);
const deviceId = randomUUID();
let lastKey = 0;

const insert = store.startsWith('mysql:') ? await openMysql(store) : openSqlite(store);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [rows, milliseconds] = line.split(' ').map(Number);
  console.log(JSON.stringify(await run(rows, milliseconds)));
}

async function run(rows, milliseconds) {
  const latencies = [];
  const used = process.cpuUsage();
  const start = performance.now();
  while (performance.now() - start < milliseconds) {
    const begin = performance.now();
    const done = insert(rows, Array.from({ length: rows }, row).flat());
    if (done) await done;
    latencies.push(performance.now() - begin);
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  latencies.sort((a, b) => a - b);
  return {
    'messages/s': (latencies.length * rows) / seconds,
    'p50 ms': latencies[latencies.length >> 1],
    'p99 ms': latencies[Math.floor(latencies.length * 0.99)],
    'server CPU µs per message': (user + system) / (latencies.length * rows),
    'server CPU %': (user + system) / seconds / 1e4,
  };
}

function row() {
  const sentAt = new Date().toISOString().slice(0, -1).replace('T', ' ');
  return [++lastKey, randomUUID(), channelId, userId, deviceId, randomUUID(), NAME_ENC, BODY, sentAt];
}

function statement(rows) {
  const one = `(${Array(WIDTH).fill('?').join(', ')})`;
  return `INSERT INTO messages (${COLUMNS}) VALUES ${Array(rows).fill(one).join(', ')}`;
}

function openSqlite(path) {
  const database = new LibsqlDatabase(path);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) database.pragma(pragma);
  const prepared = new Map();
  return (rows, values) => {
    if (!prepared.has(rows)) prepared.set(rows, database.prepare(statement(rows)));
    prepared.get(rows).run(...values);
  };
}

async function openMysql(url) {
  const connection = await createConnection({ uri: url, timezone: 'Z' });
  return (rows, values) => connection.query(statement(rows), values);
}
