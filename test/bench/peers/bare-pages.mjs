// Pages of messages by hand-written SQL and the server's own drivers, without HTTP, checks or JSON.
// Answers each line `<channel id or "all"> <walks> <pages of a walk>` on standard input with a line of JSON.
import { createInterface } from 'node:readline';
import LibsqlDatabase from 'libsql';
import { createConnection } from 'mysql2/promise';

const PAGE = 100;
const COLUMNS = 'order_key, id, channel_id, sender_id, sender_name_enc, body, sent_at';
const BACK = `SELECT ${COLUMNS} FROM messages WHERE channel_id = ? AND order_key < ? ORDER BY order_key DESC LIMIT ?`;
const ON = `SELECT ${COLUMNS} FROM messages WHERE order_key > ? ORDER BY order_key LIMIT ?`;
const KEY = 'SELECT order_key FROM messages WHERE id = ?';

const [store, count] = process.argv.slice(2);
const all = store.startsWith('mysql:') ? await openMysql(store) : openSqlite(store);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [channel, walks, pages] = line.split(' ');
  const latencies = [];
  for (let walk = 0; walk < Number(walks); walk++) {
    await (channel === 'all' ? goOn(Number(pages), latencies) : goBack(channel, Number(pages), latencies));
  }
  latencies.sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      'p50 ms': latencies[latencies.length >> 1],
      'p99 ms': latencies[Math.floor(latencies.length * 0.99)],
    }),
  );
}

async function goBack(channel, pages, latencies) {
  let before = Number.MAX_SAFE_INTEGER;
  let last;
  for (let page = 0; page < pages; page++) {
    const start = performance.now();
    if (last) [{ order_key: before }] = await all(KEY, [last]);
    const rows = await all(BACK, [channel, before, PAGE + 1]);
    latencies.push(performance.now() - start);
    last = rows[PAGE - 1].id;
  }
}

async function goOn(pages, latencies) {
  let after = Math.floor((Math.random() * Number(count)) / 2);
  for (let page = 0; page < pages; page++) {
    const start = performance.now();
    const rows = await all(ON, [after, PAGE + 1]);
    latencies.push(performance.now() - start);
    after = rows[PAGE - 1].order_key;
  }
}

function openSqlite(path) {
  const database = new LibsqlDatabase(path, { readonly: true });
  const prepared = Object.fromEntries([BACK, ON, KEY].map((sql) => [sql, database.prepare(sql)]));
  return (sql, values) => prepared[sql].all(...values);
}

async function openMysql(url) {
  const connection = await createConnection({ uri: url, timezone: 'Z' });
  return async (sql, values) => (await connection.query(sql, values))[0];
}
