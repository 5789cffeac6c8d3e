import { spawnSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { INFO, logged, WARN } from '../support/log.js';
import { until } from '../support/pace.js';
import { at, loginFromNewDevice, stranger } from '../support/people.js';
import { freshRedisUrl, PrivateRedis } from '../support/redis.js';
import { sendAcked } from '../support/sending.js';
import type { TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** How long after a writable Redis answers all servers agree again. */
const HEALING_MS = 5000;

/** Runs commands on a Redis, past the servers. */
async function onRedis(redis: PrivateRedis, ...commands: readonly (readonly [string, ...string[]])[]): Promise<void> {
  const client = new Redis(redis.url);
  for (const [name, ...args] of commands) await client.call(name, ...args);
  client.disconnect();
}

// Needs Redis servers that it may demote.
if (spawnSync('redis-server', ['--version']).status === 0)
  describe('Redis fails over to another server', () => {
    const env: Record<string, string> = {};
    let primary: PrivateRedis;
    let next: PrivateRedis;
    let proxy: TcpProxy;
    let there: TestServer;
    let aliceHears: Listener;
    let bobHears: Listener;
    let channel_id: string;

    beforeAll(async () => {
      [primary, next] = [await PrivateRedis.start(), await PrivateRedis.start()];
      proxy = await TcpProxy.to(primary.port);
      env.DIALTONE_REDIS_URL = freshRedisUrl(`redis://127.0.0.1:${String(proxy.port)}`);
    });
    const { server: here, alice, bob, listen, another } = useServer({ env }, 'alice', 'bob');
    beforeAll(async () => {
      there = await another();
      Object.assign(bob, at(bob, there)); // alice is here, bob is there
      channel_id = await makeChannel(alice);
      aliceHears = await listen(alice);
      bobHears = await listen(bob);
    });
    afterAll(async () => {
      await proxy.close();
      await Promise.all([primary, next].map((redis) => redis.stop('SIGKILL')));
    });

    const lines = (server: TestServer) => logged(server, /Redis is/);
    const refusals = (server: TestServer) => logged(server, /Redis refuses/);

    it('a demoted one is noticed without a login, told of once, and left for the one that answers at its address', async () => {
      await sendAcked(aliceHears, channel_id, 'before');
      await bobHears.next('channel.message.new', ({ body }) => body === 'before');

      await onRedis(primary, ['REPLICAOF', '127.0.0.1', String(next.port)]);
      for (const server of [here, there]) await until('it is noticed', () => lines(server).length > 0);
      for (const server of [here, there]) {
        const attempt = { username: 'nobody', password: 'a wrong password 1', public_key: NAME_ENC };
        for (let i = 0; i < 5; i++) {
          await expect(stranger(server).auth.login(attempt)).rejects.toMatchObject({ code: 'invalid_credentials' });
        }
      }
      proxy.leadTo(next.port);
      const began = performance.now();
      for (const server of [here, there]) await until('it is back', () => lines(server).length > 1);
      bobHears.send({ type: 'voice_join', channel_id });
      await aliceHears.next('voice.presence', ({ sender, active }) => sender === bob.session.user_id && active);

      expect(performance.now() - began).toBeLessThan(HEALING_MS);
      for (const server of [here, there]) {
        expect(lines(server)).toMatchObject([
          { level: WARN, msg: 'Redis is away', reason: expect.stringContaining('READONLY') },
          { level: INFO, msg: 'Redis is back', seconds: expect.any(Number), refused: expect.any(Number) },
        ]);
      }
    });

    it('one that refuses the commands of the limits is told of once, and everything else goes on', async () => {
      await onRedis(next, ['ACL', 'SETUSER', 'default', '-eval']);
      for (let i = 0; i < 3; i++) await loginFromNewDevice(here, 'alice');
      await onRedis(next, ['ACL', 'SETUSER', 'default', '+eval']);
      await loginFromNewDevice(here, 'alice');
      await until('the end is told', () => refusals(here).length > 1);

      expect(refusals(here)).toMatchObject([
        { level: WARN, msg: 'Redis refuses a command', reason: expect.stringContaining('NOPERM') },
        { level: INFO, msg: 'Redis refuses no command any more' },
      ]);
      expect([here, there].map((server) => lines(server).length)).toEqual([2, 2]);
    });

    it('one that refuses to let the servers listen is asked again without haste', async () => {
      const client = new Redis(next.url);
      const refused = async () =>
        Number(/cmdstat_subscribe:.*rejected_calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);
      await onRedis(next, ['ACL', 'SETUSER', 'default', 'resetchannels', '&none']);
      proxy.cut();
      proxy.restore();
      await until('both have tried', async () => (await refused()) >= 2);
      const began = performance.now();
      await until('they have tried some more', async () => (await refused()) >= 12);

      expect(performance.now() - began).toBeGreaterThan(1500);
      await onRedis(next, ['ACL', 'SETUSER', 'default', 'allchannels']);
      await until('it is back', () => lines(here).length > 3);
      client.disconnect();
      expect(lines(here).slice(2)).toMatchObject([
        { level: WARN, msg: 'Redis is away', reason: expect.any(String) },
        { level: INFO, msg: 'Redis is back' },
      ]);
    });
  });
