import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onServer } from './database.js';
import { freePort, PrivateServer } from './private-server.js';

const START_SECONDS = 30;

/** A MariaDB server of the test's own, with its own folder and port. */
export class PrivateMariadb extends PrivateServer {
  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {
    super();
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${String(this.port)}`;
  }

  /** Sets a server up and starts it; `mariadbd` must be installed. */
  static async start(): Promise<PrivateMariadb> {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-mariadb-'));
    execFileSync('mariadb-install-db', [
      '--no-defaults',
      ...asUser(),
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    const server = new PrivateMariadb(folder, await freePort());
    await server.start();
    return server;
  }

  /** Starts another server with the same data, as a replica has it; this one is stopped and started again for that. */
  async twin(): Promise<PrivateMariadb> {
    await this.stop();
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-mariadb-'));
    cpSync(join(this.folder, 'data'), join(folder, 'data'), { recursive: true });
    const twin = new PrivateMariadb(folder, await freePort());
    await Promise.all([this.start(), twin.start()]);
    return twin;
  }

  /** Starts it again after `stop`; resolves once it answers. */
  async start(): Promise<void> {
    this.process = spawn(
      'mariadbd',
      [
        '--no-defaults',
        ...asUser(),
        `--datadir=${join(this.folder, 'data')}`,
        '--bind-address=127.0.0.1',
        `--port=${String(this.port)}`,
        `--socket=${join(this.folder, 'socket')}`,
        '--character-set-server=utf8mb4',
        '--max-connections=300',
      ],
      { stdio: 'ignore' },
    );
    for (let tries = START_SECONDS * 10; ; tries--) {
      try {
        await onServer(this.url, 'SELECT 1');
        return;
      } catch (error) {
        if (tries === 0 || this.process.exitCode !== null) throw error;
        await delay(100);
      }
    }
  }

  /** Ends it and deletes its data. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** MariaDB refuses to run as root unless told to. */
function asUser(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
