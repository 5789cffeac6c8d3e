import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freshMysql, freshSqlite, type TestDatabase } from '../support/database.js';
import { type ServerProcess, spawnServer } from '../support/built-server.js';
import { ADMIN_TOKEN } from '../support/server.js';

const main = resolve(import.meta.dirname, '../../dist/apps/server/src/main.js');

/** A number from the environment. */
export function size(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name}: expected a whole number above 0`);
  return value;
}

/** The databases to try: SQLite, and the server of `TEST_DATABASE_URL` where there is one. */
export function databases(): [name: string, make: () => Promise<TestDatabase>][] {
  const url = process.env.TEST_DATABASE_URL;
  return [
    ['SQLite', freshSqlite],
    ...(url === undefined ? [] : ([['MariaDB', () => freshMysql(url)]] as [string, () => Promise<TestDatabase>][])),
  ];
}

export interface StageOptions {
  readonly env?: Record<string, string>;
  /** Open Node's inspector, on a free port? */
  readonly inspect?: boolean;
}

/** The built server on a database, always at the same address. */
export class Stage {
  private server: ServerProcess | undefined;
  private cwd = '';
  private isStopping = false;
  url = '';

  constructor(private readonly database: TestDatabase) {}

  get isRunning(): boolean {
    const child = this.server?.child;
    return child !== undefined && child.exitCode === null && child.signalCode === null && !this.isStopping;
  }

  /** Starts it; resolves once it answers, with the milliseconds that this took. */
  async start(options: StageOptions = {}): Promise<number> {
    const start = performance.now();
    this.cwd ||= await mkdtemp(join(tmpdir(), 'dialtone-faults-'));
    this.server = spawnServer(main, this.cwd, {
      ...this.database.env,
      DIALTONE_LISTEN_ADDR: this.url === '' ? '127.0.0.1:0' : new URL(this.url).host,
      DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN,
      DIALTONE_RATE_LIMIT: 'off',
      DIALTONE_ARGON2: 'm=1024,t=1,p=1',
      ...options.env,
      ...(options.inspect ? { NODE_OPTIONS: '--inspect=127.0.0.1:0' } : {}),
    });
    const text = await this.server.printed(/ {2}data {2}.*\n/);
    this.url = /listening on (\S+)/.exec(text)?.[1] ?? '';
    const health = await fetch(`${this.url}/health`);
    await health.text();
    this.isStopping = false;
    return performance.now() - start;
  }

  /** Ends it properly. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.server?.child.kill('SIGTERM');
    await this.server?.exited;
  }

  get pid(): number | undefined {
    return this.server?.child.pid;
  }

  /** Everything that it has logged. */
  get log(): string {
    return this.server?.stderr() ?? '';
  }

  /** Where Node's inspector of a server that was started with `inspect` listens. */
  get inspectorUrl(): string {
    return /listening on (ws:\S+)/.exec(this.log)?.[1] ?? '';
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    this.server?.child.kill('SIGKILL');
    await this.server?.exited;
  }

  async remove(): Promise<void> {
    await this.kill();
    await this.database.drop();
    await rm(this.cwd, { recursive: true, force: true });
  }
}
