import { type Finding, Findings } from '../checkup/finding.js';
import type { Config } from '../config/config.js';
import { reasonOf } from '../config/start-error.js';
import { connectionOptions } from './redis-link.js';
import { Redis } from 'ioredis';

const SLOW_PING_MS = 10;

/** Can the Redis that connects this server with others be used? */
export async function checkRedis({ redis: config, database }: Config): Promise<Finding[]> {
  const found = new Findings('Redis');
  if (!config) {
    return found.orOk(
      database.kind === 'mysql' ? 'none: only one server may run on this database' : 'none: one server, as usual',
    );
  }
  const redis = new Redis({ ...connectionOptions(config), retryStrategy: null });
  let failure = '';
  redis.on('error', (error: Error) => (failure ||= reasonOf(error))); // the rejection says only that it is closed
  try {
    await redis.connect();
    const start = performance.now();
    await redis.ping();
    const ms = performance.now() - start;
    const [, role] = /^role:(\w+)/m.exec(await redis.info('replication')) ?? [];
    const [, version] = /^redis_version:([\d.]+)/m.exec(await redis.info('server')) ?? [];
    if (role !== undefined && role !== 'master') {
      const advice = 'Point DIALTONE_REDIS_URL at the primary: what is published on a replica reaches nobody else.';
      found.error(`${config.host}:${config.port} is a replica`, advice);
    }
    if (ms > SLOW_PING_MS) found.warning(`it takes ${ms.toFixed(1)} ms to answer`, 'Put it nearer to the servers.');
    return found.orOk(`${config.host}:${config.port}, version ${version ?? 'unknown'}, answers in ${ms.toFixed(1)} ms`);
  } catch (error) {
    const advice =
      'Start it, or correct DIALTONE_REDIS_URL. Until then each server serves alone, and messages reach the others late.';
    found.error(`${config.host}:${config.port} cannot be used (${failure || reasonOf(error)})`, advice);
    return found.list;
  } finally {
    redis.disconnect();
  }
}
