import { randomUUID } from 'node:crypto';
import LibsqlDatabase from 'libsql';
import { NAME_ENC } from '../../support/channels.js';
import { onServer, type TestDatabase } from '../../support/database.js';
import { sqliteFile } from './store.js';

/** The channels of the generated messages, and how their messages are spread over the table. */
export interface ChannelIds {
  /** Nearly all messages. */
  readonly dense: string;
  /** About 2,400, from the first to the last. */
  readonly rare: string;
  /** Every fourth of the first 10,000, and none since. */
  readonly quiet: string;
}

/**
 * Fills the table of messages with SQL, past the server: ids and times grow with the order, as the server's do. The server
 * may be running, but must be idle.
 */
export async function generateMessages(
  database: TestDatabase,
  count: number,
  { dense, rare, quiet }: ChannelIds,
  senderId: string,
): Promise<void> {
  const url = database.env.DIALTONE_DB_URL;
  const body = 'x'.repeat(200);
  const device = randomUUID();
  const channel = `CASE WHEN n % 4 = 1 AND n <= 10000 THEN '${quiet}' WHEN n % ${String(Math.floor(count / 2400))} = 0 THEN '${rare}' ELSE '${dense}' END`;
  const uuid = (prefix: string, text: string) => (url ? `CONCAT('${prefix}', ${text})` : `'${prefix}' || ${text}`);
  const number = url ? `LPAD(HEX(n), 12, '0')` : `printf('%012X', n)`;
  const sentAt = url
    ? `TIMESTAMPADD(SECOND, n, '2025-01-01 00:00:00')`
    : `strftime('%Y-%m-%d %H:%M:%S', 1735689600 + n, 'unixepoch') || '.000'`;
  const source = url
    ? `SELECT seq AS n FROM seq_1_to_${String(count)}`
    : `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${String(count)}) SELECT n FROM numbers`;
  const insert =
    'INSERT INTO messages (order_key, id, channel_id, sender_id, sender_device_id, client_id, sender_name_enc, body, sent_at) ' +
    `SELECT n, ${uuid('0198f6a3-0c5e-7b7a-b1ce-', number)}, ${channel}, '${senderId}', '${device}', ` +
    `${uuid('0198f6a4-0c5e-4b7a-b1ce-', number)}, '${NAME_ENC}', '${body}', ${sentAt} FROM (${source}) AS numbers`;
  const statements = [insert, `UPDATE message_order SET last_key = ${String(count)}`];
  if (url) {
    for (const sql of statements) await onServer(url, sql);
    return;
  }
  const file = new LibsqlDatabase(sqliteFile(database));
  file.pragma('synchronous = OFF');
  for (const sql of statements) file.exec(sql);
  file.pragma('wal_checkpoint(TRUNCATE)');
  file.close();
}
