import { type Config, loadConfig } from '../../apps/server/src/core/config/config.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { GO_PEPPER } from './go-server-store.js';
import { PrivatePostgres } from './postgres.js';
import { type Processes, useProcesses } from './processes.js';
import { type Outcome, runProgram } from './program.js';
import { ADMIN_TOKEN, startServer, type TestServer } from './server.js';
import { onStore } from './store.js';

export interface TableReport {
  readonly read: number;
  readonly taken_over: number;
  readonly already_there: number;
  readonly mended: Record<string, number>;
  readonly refused: Record<string, number>;
}

/** What `dialtone import-dialtone-go --json` prints. */
export interface TakeoverReport {
  readonly dry_run: boolean;
  readonly admins: number;
  readonly tables: Record<string, TableReport>;
}

/** The tables that a takeover fills. */
const FILLED = ['users', 'first_admin', 'devices', 'channels', 'channel_keys', 'directory_keys', 'messages', 'invites'];

/** A PostgreSQL for databases of dialtone-go, and for each test a database that may be filled from them. */
export class Takeovers {
  postgres: PrivatePostgres;
  database: TestDatabase;
  /** The settings of that database's server, as its operator has them. */
  settings: Record<string, string>;

  private readonly started: TestServer[] = [];

  constructor(readonly processes: Processes) {}

  /** Runs the command on a database of dialtone-go. */
  run(url: string, ...args: string[]): Promise<Outcome> {
    const env = { ...this.settings, DIALTONE_GO_DATABASE_URL: url };
    return runProgram(this.processes, env, 'import-dialtone-go', ...args);
  }

  /** Takes over, and returns the report. */
  async report(url: string, ...args: string[]): Promise<TakeoverReport> {
    const { code, stdout, stderr } = await this.run(url, '--json', ...args);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as TakeoverReport;
  }

  /** Starts the server of the database, or of another one; it is closed after the test at the latest. */
  async start(database = this.database): Promise<TestServer> {
    const server = await startServer({ database, env: this.settings });
    this.started.push(server);
    return server;
  }

  async closeServers(): Promise<void> {
    for (const server of this.started.splice(0)) await server.close();
  }

  /** For a look into the database, past the server. */
  get target(): { config: Config } {
    return { config: loadConfig(this.settings, { makeSecrets: false }) };
  }

  /** All rows that a takeover can have stored, by table. */
  async rows(): Promise<Record<string, unknown[]>> {
    const rows: Record<string, unknown[]> = {};
    for (const name of FILLED) {
      const found = await onStore(this.target, `SELECT * FROM ${name}`);
      rows[name] = found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    return rows;
  }
}

export function useTakeovers(): Takeovers {
  const takeovers = new Takeovers(useProcesses());
  beforeAll(async () => {
    takeovers.postgres = await PrivatePostgres.start();
  });
  afterAll(() => takeovers.postgres.remove());
  beforeEach(async () => {
    takeovers.database = await freshDatabase();
    const secrets = { DIALTONE_USERNAME_PEPPER: GO_PEPPER, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
    takeovers.settings = { ...takeovers.database.env, ...secrets };
  });
  afterEach(async () => {
    await takeovers.closeServers();
    await takeovers.database.drop();
  });
  return takeovers;
}
