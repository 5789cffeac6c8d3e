import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, PrivateServer } from './private-server.js';

/** The Redis that tests of several servers run on; they need a `TEST_DATABASE_URL` as well. */
export const TEST_REDIS_URL = process.env.TEST_REDIS_URL ?? '';

/** An address of that Redis with a prefix of its own, apart from all other servers there. */
export function freshRedisUrl(redisUrl = TEST_REDIS_URL): string {
  const url = new URL(redisUrl);
  url.searchParams.set('prefix', `test-${randomUUID()}`);
  return url.href;
}

const START_SECONDS = 10;

/** A Redis server of the test's own, on a port of its own, that keeps nothing on the disk. */
export class PrivateRedis extends PrivateServer {
  private constructor(readonly port: number) {
    super();
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  /** Starts one; `redis-server` must be installed. */
  static async start(): Promise<PrivateRedis> {
    const server = new PrivateRedis(await freePort());
    await server.start();
    return server;
  }

  /** Starts it again after `stop`; resolves once it answers. */
  async start(): Promise<void> {
    const alone = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--repl-diskless-load', 'swapdb'];
    const settings = ['--port', String(this.port), ...alone];
    this.process = spawn('redis-server', settings, { stdio: 'ignore' });
    for (let tries = START_SECONDS * 20; !(await this.answers()); tries--) {
      if (tries === 0 || this.process.exitCode !== null) throw new Error('redis-server does not start');
      await delay(50);
    }
  }

  private async answers(): Promise<boolean> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: null });
    redis.on('error', () => undefined); // `connect` rejects as well
    try {
      await redis.connect();
      await redis.ping();
      return true;
    } catch {
      return false;
    } finally {
      redis.disconnect();
    }
  }
}
