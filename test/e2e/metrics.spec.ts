import { clientFrames, closeCodeOf, errors, limits, operations, serverFrameTypes } from '@app/contract';
import { METRICS } from '../../apps/server/src/metrics.js';
import { makeChannel, NO_ID } from '../support/channels.js';
import { onSqlite, TEST_DATABASE_URL } from '../support/database.js';
import { listen } from '../support/listener.js';
import { handshake } from '../support/handshake.js';
import { call } from '../support/http.js';
import { metricsUrl, type Scrape, scrape, WITH_METRICS } from '../support/metrics.js';
import { until } from '../support/pace.js';
import { register, stranger } from '../support/people.js';
import { freshRedisUrl, TEST_REDIS_URL } from '../support/redis.js';
import { naming, sendAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { holdWrites } from '../support/store.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const { server, alice, bob, listen: connect, listenRaw: connectRaw } = useServer({ env: WITH_METRICS }, 'alice', 'bob');

/** What was added to a series meanwhile. */
function growth(before: Scrape, after: Scrape) {
  return (name: string, labels?: Record<string, string>) => after.sum(name, labels) - before.sum(name, labels);
}

describe('the traffic', () => {
  it('is counted by type: what clients send, what each of them gets, and what is written', async () => {
    const channel_id = await makeChannel(alice);
    const [aliceHears, bobHears] = [await connect(alice), await connect(bob)];
    const before = await scrape(server);

    for (let i = 0; i < 5; i++) {
      await sendAcked(aliceHears, channel_id, `message ${String(i)}`);
      await bobHears.next('channel.message.new');
    }

    const grew = growth(before, await scrape(server));
    expect(grew('dialtone_frames_received_total', { type: 'channel.message.send' })).toBe(5);
    expect(grew('dialtone_frames_sent_total', { type: 'channel.message.ack' })).toBe(5);
    expect(grew('dialtone_frames_sent_total', { type: 'channel.message.new' })).toBe(10);
    expect(grew('dialtone_messages_acknowledged_total')).toBe(5);
    expect(grew('dialtone_commit_duration_seconds_count')).toBe(5);
    expect(grew('dialtone_commit_messages_sum')).toBe(5);
    expect(grew('dialtone_socket_writes_total')).toBeGreaterThanOrEqual(10);
    expect(grew('dialtone_socket_written_bytes_total')).toBeGreaterThan(10 * 100);
  });

  it('tells how many are connected, and how each connection ended', async () => {
    const before = await scrape(server);
    const [leaving, expelled] = [await connectRaw(alice), await connectRaw(bob)];
    expect((await scrape(server)).sum('dialtone_connections') - before.sum('dialtone_connections')).toBe(2);

    await leaving.close();
    for (let i = 0; i < 5000; i++) expelled.send(''); // a flood
    await expelled.closed;
    await until('both are gone', async () => {
      return (await scrape(server)).sum('dialtone_connections') === before.sum('dialtone_connections');
    });

    const grew = growth(before, await scrape(server));
    expect(grew('dialtone_connections_opened_total')).toBe(2);
    expect(grew('dialtone_connections_closed_total', { code: 'client' })).toBe(1);
    expect(grew('dialtone_connections_closed_total', { code: 'policy_violation' })).toBe(1);
    expect(grew('dialtone_connections_closed_total')).toBe(2);
    expect(grew('dialtone_frames_received_total', { type: 'refused' })).toBeGreaterThan(100);
  });
});

describe('refusals', () => {
  it('are counted by code: requests, handshakes and frames', async () => {
    const ear = await connect(alice);
    const before = await scrape(server);

    await call(server, 'GET', '/channels');
    await handshake(server.wsUrl, {});
    ear.send(naming(NO_ID, 'to nobody'));
    await ear.next('error');

    const grew = growth(before, await scrape(server));
    expect(grew('dialtone_refusals_total', { via: 'http', code: 'unauthorized' })).toBe(1);
    expect(grew('dialtone_refusals_total', { via: 'handshake', code: 'unauthorized' })).toBe(1);
    expect(grew('dialtone_refusals_total', { via: 'frame', code: 'channel_not_found' })).toBe(1);
    expect(grew('dialtone_refusals_total')).toBe(3);
  });
});

describe('HTTP requests', () => {
  it('are counted by operation and status, with the time that they took', async () => {
    const before = await scrape(server);

    await alice.client.channels.list();
    await alice.client.channels.list();
    await call(server, 'GET', '/channels');

    const grew = growth(before, await scrape(server));
    expect(grew('dialtone_http_requests_total', { operation: 'listChannels', status: '200' })).toBe(2);
    expect(grew('dialtone_http_requests_total', { operation: 'listChannels', status: '401' })).toBe(1);
    expect(grew('dialtone_http_request_duration_seconds_count', { operation: 'listChannels' })).toBe(3);
    expect(grew('dialtone_http_request_duration_seconds_bucket', { operation: 'listChannels', le: '+Inf' })).toBe(3);
  });

  it('for nothing that there is have one name, whatever they ask for', async () => {
    const before = await scrape(server);

    for (const path of ['/nowhere', '/users/alice', '/docs', '/ws']) await call(server, 'GET', path);
    await call(server, 'DELETE', '/health');

    const after = await scrape(server);
    expect(growth(before, after)('dialtone_http_requests_total', { operation: 'none' })).toBe(5);
    expect(after.text).not.toMatch(/nowhere|alice/);
  });
});

describe('queues', () => {
  it('are shown with what waits in them, and how much may', async () => {
    const channel_id = await makeChannel(alice);
    const ear = await connectRaw(alice);
    const release = await holdWrites(server);

    // One batch is on its way to the database; what comes meanwhile waits.
    ear.send(naming(channel_id, 'first'));
    await until('the first is on its way', async () => {
      ear.send(naming(channel_id, 'next'));
      return (await scrape(server)).sum('dialtone_queue_length', { queue: 'messages' }) > 0;
    });
    const held = await scrape(server);
    await release();

    expect(held.sum('dialtone_queue_limit', { queue: 'messages' })).toBe(limits.waitingMessages);
    expect(held.sum('dialtone_queue_limit', { queue: 'passwords' })).toBe(limits.waitingPasswords);
    await until('it is empty', async () => {
      return (await scrape(server)).sum('dialtone_queue_length', { queue: 'messages' }) === 0;
    });
  });

  it('tell how long passwords wait, and how long they take', async () => {
    const before = await scrape(server);

    await stranger(server)
      .auth.login({ username: 'alice', password: 'a wrong one 7', public_key: alice.session.device_public_key })
      .catch(() => undefined);

    const grew = growth(before, await scrape(server));
    expect(grew('dialtone_password_wait_seconds_count')).toBe(1);
    expect(grew('dialtone_password_hash_seconds_count')).toBe(1);
    expect(grew('dialtone_password_hash_seconds_sum')).toBeGreaterThan(0);
  });
});

describe('what the server stands on', () => {
  it('is shown as /health/ready has it', async () => {
    const shown = await scrape(server);
    expect(shown.sum('dialtone_ready')).toBe(1);
    expect(shown.sum('dialtone_check_ok')).toBe(6);
    expect(shown.sum('dialtone_database_available')).toBe(1);
    expect(shown.sum('dialtone_backplane_connected')).toBe(0);
    if (onSqlite) expect(shown.sum('dialtone_disk_free_bytes')).toBeGreaterThan(0);
    else expect(shown.sum('dialtone_database_connections')).toBeGreaterThan(0);
    expect(shown.sum('dialtone_process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(shown.sum('dialtone_nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

if (TEST_DATABASE_URL !== undefined && TEST_REDIS_URL !== '')
  describe('the way to other servers', () => {
    let proxy: TcpProxy;
    let here: TestServer;
    let there: TestServer;
    beforeAll(async () => {
      const redis = new URL(freshRedisUrl());
      const DIALTONE_REDIS_URL = redis.href;
      proxy = await TcpProxy.to(Number(redis.port || 6379), redis.hostname);
      redis.hostname = '127.0.0.1';
      redis.port = String(proxy.port);
      here = await startServer({ env: { ...WITH_METRICS, DIALTONE_REDIS_URL: redis.href } });
      there = await startServer({ database: here.database, env: { DIALTONE_REDIS_URL } });
    });
    afterAll(async () => {
      await there.close();
      await here.close();
      await proxy.close();
    });

    it('is shown: is it open, how long it takes, who is there, and what was lost on it', async () => {
      await until('they know each other', async () => (await scrape(here)).sum('dialtone_backplane_nodes') === 1);
      await until('the way is timed', async () => (await scrape(here)).sum('dialtone_backplane_lag_seconds') > 0);
      expect((await scrape(here)).sum('dialtone_backplane_connected')).toBe(1);

      proxy.cut();
      await until('it is cut', async () => (await scrape(here)).sum('dialtone_backplane_connected') === 0);
      const carol = await register(there, 'carol');
      await sendAcked(await listen(carol), await makeChannel(carol), 'unheard');
      proxy.restore();

      await until('the hole is found', async () => {
        const shown = await scrape(here);
        return shown.sum('dialtone_backplane_holes_total') > 0 && shown.sum('dialtone_backplane_resyncs_total') > 0;
      });
    });
  });

describe('every metric', () => {
  /** What the values of each label can be. */
  const sets: Readonly<Record<string, (value: string) => boolean>> = {
    operation: (value) => value === 'none' || Object.hasOwn(operations, value),
    status: (value) => /^[2345]\d\d$/.test(value),
    via: (value) => ['http', 'handshake', 'frame'].includes(value),
    code: (value) => value === 'client' || Object.hasOwn(errors, value) || Object.hasOwn(closeCodeOf, value),
    type: (value) =>
      value === 'refused' ||
      Object.hasOwn(clientFrames, value) ||
      (serverFrameTypes as readonly string[]).includes(value),
    check: (value) => ['database', 'migrations', 'redis', 'disk', 'event_loop', 'stopping'].includes(value),
    queue: (value) => ['messages', 'passwords', 'database'].includes(value),
    state: (value) => ['used', 'free'].includes(value),
    version: (value) => /^\d+\.\d+\.\d+$/.test(value),
    node: (value) => value === process.versions.node,
    le: (value) => value === '+Inf' || Number(value) > 0,
    // Of Node's own.
    kind: (value) => ['major', 'minor', 'incremental', 'weakcb'].includes(value),
    space: (value) => /^[a-z_]+$/.test(value),
  };

  it('is in the table, has its labels and no others, and no value of a label comes from a client', async () => {
    // Everything that a client can say, with words that must not come back.
    const mark = 'mark7f3a';
    const ear = await connectRaw(alice);
    ear.send({ type: mark, channel_id: mark, client_id: mark });
    ear.send(naming(mark, mark));
    await ear.next('error');
    await call(server, 'GET', `/${mark}?${mark}=${mark}`, { headers: { 'x-forwarded-for': mark, 'user-agent': mark } });
    await call(server, 'POST', '/auth/login', { body: { username: mark, password: mark, public_key: mark } });
    ear.socket.close(4999, mark);
    await ear.closed;

    const shown = await scrape(server);

    expect(shown.text).not.toContain(mark);
    for (const person of [alice, bob]) {
      for (const secret of Object.values(person.session)) {
        if (typeof secret === 'string' && secret !== person.name) expect(shown.text).not.toContain(secret);
      }
    }
    const odd = shown.series.flatMap(({ name, labels }) =>
      Object.entries(labels)
        .filter(([label, value]) => !sets[label]?.(value))
        .map(([label, value]) => `${name}{${label}="${value}"}`),
    );
    expect(odd).toEqual([]);
    const own = [...shown.types.keys()].filter((name) => !/^dialtone_(?:process|nodejs)_/.test(name));
    expect(own.sort()).toEqual(Object.keys(METRICS).sort());
    for (const [name, { type, help, labels }] of Object.entries(METRICS)) {
      expect([name, shown.types.get(name), shown.helps.get(name)]).toEqual([name, type, help]);
      const found = shown.series.filter((one) => one.name.replace(/_(?:bucket|sum|count)$/, '') === name);
      for (const one of found) {
        expect([name, Object.keys(one.labels).filter((label) => label !== 'le')]).toEqual([name, labels]);
      }
    }
  });

  it('is named by the conventions of Prometheus', () => {
    for (const [name, { type }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^dialtone_[a-z]+(?:_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/_(?:ms|milliseconds|kb|mb|percent)(?:_|$)/);
    }
  });
});

describe('the address of the metrics', () => {
  it('knows nothing else, and is not that of the clients', async () => {
    const url = metricsUrl(server);
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(url.replace('/metrics', '/health'))).status).toBe(404);
    expect((await call(server, 'GET', '/metrics')).status).toBe(404);
  });

  it('is there until the server has stopped', async () => {
    const other = await startServer({ env: WITH_METRICS });
    const url = metricsUrl(other);
    expect((await fetch(url)).status).toBe(200);

    await other.close();

    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
