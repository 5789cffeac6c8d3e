import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort, PrivateServer } from './private-server.js';

const START_SECONDS = 30;

/** A PostgreSQL server of the test's own, with its own folder and port. */
export class PrivatePostgres extends PrivateServer {
  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {
    super();
  }

  get url(): string {
    return `postgres://dialtone:${PASSWORD}@127.0.0.1:${String(this.port)}/postgres`;
  }

  /** Sets a server up and starts it; PostgreSQL must be installed. */
  static async start(): Promise<PrivatePostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-postgres-'));
    const user = owner();
    if (user) chownSync(folder, user.uid, user.gid);
    const data = join(folder, 'data');
    execFileSync('initdb', ['-D', data, '-U', 'dialtone', '-E', 'UTF8', '--locale=C', '-A', 'trust', '-N'], {
      ...user,
      env,
      stdio: 'ignore',
    });
    const server = new PrivatePostgres(folder, await freePort());
    await server.start();
    return server;
  }

  /** Starts it; resolves once it answers. */
  async start(): Promise<void> {
    const local = ['-h', '127.0.0.1', '-p', String(this.port), '-k', this.folder, '-c', 'fsync=off'];
    this.process = spawn('postgres', ['-D', join(this.folder, 'data'), ...local], { ...owner(), env, stdio: 'ignore' });
    for (let tries = START_SECONDS * 10; ; tries--) {
      try {
        await this.run(() => Promise.resolve());
        return;
      } catch (error) {
        if (tries === 0 || this.process.exitCode !== null) throw error;
        await delay(100);
      }
    }
  }

  /** Makes an empty database; returns its URL. */
  async database(name: string): Promise<string> {
    await this.run((client) => client.query(`CREATE DATABASE ${name}`));
    return this.url.replace(/postgres$/, name);
  }

  /** Ends it and deletes its data. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    try {
      await client.connect();
      await work(client);
    } finally {
      await client.end();
    }
  }
}

/** It asks for none from this machine, but URLs have one, which must not be shown. */
export const PASSWORD = 'a-password-of-postgres';

/** Debian keeps the commands of each version in a folder of its own, outside of the path. */
const DEBIAN = '/usr/lib/postgresql';
const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().reverse() : [];
const env = {
  ...process.env,
  PATH: [process.env.PATH, ...versions.map((version) => join(DEBIAN, version, 'bin'))].join(delimiter),
};

/** PostgreSQL refuses to run as root: then it runs as the user that Debian makes for it, or as nobody. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (name: string, kind: '-u' | '-g') => Number(execFileSync('id', [kind, name], { stdio: 'pipe' }));
  try {
    return { uid: idOf('postgres', '-u'), gid: idOf('postgres', '-g') };
  } catch {
    return { uid: idOf('nobody', '-u'), gid: idOf('nobody', '-g') };
  }
}
