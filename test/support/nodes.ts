import { randomUUID } from 'node:crypto';
import { freshMysql, TEST_DATABASE_URL, type TestDatabase } from './database.js';
import { startServer, type TestServer } from './server.js';

/** The Redis that tests of several nodes run on; they need a `TEST_DATABASE_URL` as well. */
export const TEST_REDIS_URL = process.env.TEST_REDIS_URL ?? '';

/** The address of a Redis for one installation, apart from all others there. */
export function redisUrlFor(prefix: string, redisUrl = TEST_REDIS_URL): string {
  const url = new URL(redisUrl);
  url.searchParams.set('prefix', prefix);
  return url.href;
}

/** Several servers on one database and one Redis. */
export class Nodes {
  private readonly servers: TestServer[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly redisUrl: string,
  ) {}

  /** An installation without a server yet. */
  static async prepare(redisUrl = redisUrlFor(`test-${randomUUID()}`)): Promise<Nodes> {
    return new Nodes(await freshMysql(TEST_DATABASE_URL ?? ''), redisUrl);
  }

  /** Starts one more server. */
  async start(env: Record<string, string> = {}): Promise<TestServer> {
    const server = await startServer({ database: this.database, env: { DIALTONE_REDIS_URL: this.redisUrl, ...env } });
    this.servers.push(server);
    return server;
  }

  /** Stops one of the servers. */
  async stop(server: TestServer): Promise<void> {
    this.servers.splice(this.servers.indexOf(server), 1);
    await server.close();
  }

  /** Stops all of them, and deletes their data. */
  async close(): Promise<void> {
    for (const server of this.servers.splice(0)) await server.close();
    await this.database.drop();
  }
}
