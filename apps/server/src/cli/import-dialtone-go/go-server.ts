import pg from 'pg';
import { reasonOf } from '../../core/database/database-errors.js';
import { Failure } from '../failure.js';
import { BROADCASTS, GO_TABLES } from './go-rows.js';

/** Rows that are read, judged and stored at once. Fewer would take longer: each page is a commit, and its indexes are random. */
const PAGE = 4000;

/** The database of dialtone-go, as it was when it was opened: everything is read from one snapshot. */
export class GoServer {
  private constructor(
    private readonly client: pg.Client,
    /** When the snapshot was taken. */
    readonly readAt: Date,
  ) {}

  /**
   * @param url `postgres://user:password@host:5432/database`; no message quotes it
   * @throws {Failure} when it cannot be read, or is no such database
   */
  static async open(url: string): Promise<GoServer> {
    const client = connectionTo(url);
    client.on('error', () => undefined); // the query that is under way, or the next one, fails with it
    try {
      await client.connect();
      await client.query("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0; SET TIME ZONE 'UTC'");
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await assertTables(client);
      const [{ now }] = (await client.query<{ now: Date }>('SELECT now() AS now')).rows;
      return new GoServer(client, now);
    } catch (error) {
      await client.end().catch(() => undefined);
      if (error instanceof Failure) throw error;
      throw new Failure(`The database of dialtone-go cannot be read: ${reasonOf(error)}`);
    }
  }

  /** How many rows a table has; 0 for one that is gone. */
  async count(table: string): Promise<number> {
    if (table === BROADCASTS && !(await hasTable(this.client, table))) return 0;
    const { rows } = await this.client.query<{ count: string }>(`SELECT count(*) AS count FROM ${table}`);
    return Number(rows[0].count);
  }

  /** The rows of a query, page by page: however many there are, one page is in memory. */
  async *pages<R extends object>(sql: string): AsyncGenerator<R[]> {
    await this.client.query(`DECLARE page NO SCROLL CURSOR FOR ${sql}`);
    try {
      for (;;) {
        const { rows } = await this.client.query<R & pg.QueryResultRow>(`FETCH ${String(PAGE)} FROM page`);
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) return;
      }
    } finally {
      await this.client.query('CLOSE page').catch(() => undefined); // after a failure there is no cursor any more
    }
  }

  /** Has somebody one of these names, which are given as hashes? */
  async hasName(hashes: readonly string[]): Promise<boolean> {
    const { rowCount } = await this.client.query('SELECT 1 FROM users WHERE username_hash = ANY($1)', [hashes]);
    return rowCount !== 0;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

function connectionTo(url: string): pg.Client {
  const wrong = 'expected postgres://user:password@host:5432/database';
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw new Failure(`The URL of dialtone-go's database: ${wrong}`);
  try {
    return new pg.Client({ connectionString: url, application_name: 'dialtone import-dialtone-go' });
  } catch {
    throw new Failure(`The URL of dialtone-go's database: ${wrong}`); // what it says may quote the password
  }
}

async function assertTables(client: pg.Client): Promise<void> {
  const missing: string[] = [];
  for (const table of GO_TABLES) if (!(await hasTable(client, table))) missing.push(table);
  if (missing.length > 0) throw new Failure(`This is no database of dialtone-go: it has no ${missing.join(', ')}`);
}

async function hasTable(client: pg.Client, table: string): Promise<boolean> {
  const sql = 'SELECT to_regclass($1) IS NOT NULL AS there';
  return (await client.query<{ there: boolean }>(sql, [table])).rows[0].there;
}
