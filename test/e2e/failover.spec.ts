import { spawnSync } from 'node:child_process';
import { makeChannel } from '../support/channels.js';
import { freshMysql, onServer, type TestDatabase } from '../support/database.js';
import { byProxy } from '../support/database-by-proxy.js';
import { call } from '../support/http.js';
import { type Listener, listen } from '../support/listener.js';
import { INFO, logged, WARN } from '../support/log.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { until } from '../support/pace.js';
import { type Person, register } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { naming, sendAcked, sendAnswered, sendUntilAcked } from '../support/sending.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../support/server.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

/** How long after the address leads to the new primary everything is served again. */
const HEALING_MS = 5000;

/** More than the pool has connections. */
const MANY = 20;

const processes = useProcesses();

// Needs two MariaDB servers that it may demote, stop and freeze.
if (spawnSync('mariadbd', ['--version']).status === 0)
  describe('the database fails over to another server', () => {
    let primary: PrivateMariadb;
    let replica: PrivateMariadb;
    let database: TestDatabase;
    let proxy: TcpProxy;
    let server: TestServer;
    let alice: Person;
    let ear: Listener;
    let channel_id: string;

    /** The name of the test's database, and of the account that uses it: only an admin could write on a demoted server. */
    let name: string;

    beforeAll(async () => {
      primary = await PrivateMariadb.start();
    });
    afterAll(() => primary.remove());

    beforeEach(async () => {
      const own = await freshMysql(primary.url);
      const url = new URL(own.env.DIALTONE_DB_URL ?? '');
      name = url.pathname.slice(1);
      await onServer(primary.url, `CREATE USER ${name}@'%' IDENTIFIED BY 'first-password'`);
      await onServer(primary.url, `GRANT ALL ON ${name}.* TO ${name}@'%'`);
      [url.username, url.password] = [name, 'first-password'];
      const weak = await byProxy({ ...own, env: { ...own.env, DIALTONE_DB_URL: url.href } });
      [database, proxy] = [weak.database, weak.proxy as TcpProxy];
      server = await startServer({ database, env: { DIALTONE_RATE_LIMIT: 'off' } });
      alice = await register(server, 'alice');
      channel_id = await makeChannel(alice);
      ear = await listen(alice);
      await sendAcked(ear, channel_id, 'before');
    });
    afterEach(async () => {
      await ear.close();
      await server.close();
      await onServer(primary.url, 'SET GLOBAL read_only = 0');
      await database.drop();
    });

    const read = () => call(server, 'GET', '/channels', { token: alice.session.token });
    const bodies = async () => {
      const { messages } = await alice.client.messages.list({ channel_id });
      return messages.map(({ body }) => body);
    };

    it.each([
      ['is read-only', 'SET GLOBAL read_only = 1', 'SET GLOBAL read_only = 0', /--read-only/],
      ['makes sessions read-only', 'SET GLOBAL tx_read_only = 1', 'SET GLOBAL tx_read_only = 0', /READ ONLY/],
      [
        'has another password',
        `ALTER USER ? IDENTIFIED BY 'other'`,
        `ALTER USER ? IDENTIFIED BY 'first-password'`,
        /denied/,
      ],
      ['locks the account', 'ALTER USER ? ACCOUNT LOCK', 'ALTER USER ? ACCOUNT UNLOCK', /locked/],
      [
        'allows no more connections',
        'ALTER USER ? WITH MAX_USER_CONNECTIONS 1',
        'ALTER USER ? WITH MAX_USER_CONNECTIONS 100',
        /max_user_connections/,
      ],
    ])('a database that %s at start is waited for, and the log says why', async (_what, begin, end, reason) => {
      await server.close();
      await onServer(primary.url, begin.replace('?', `${name}@'%'`));
      const env = { ...database.env, DIALTONE_LISTEN_ADDR: '127.0.0.1:0', DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
      const waiting = processes.start(env);
      try {
        await waiting.logged('the database is away');
        expect(waiting.stderr()).toMatch(reason);
      } finally {
        await onServer(primary.url, end.replace('?', `${name}@'%'`));
      }

      await waiting.printed('listening on');
      expect(waiting.stderr().match(/the database is/g)).toHaveLength(2); // one line when it begins, one when it ends
    });

    describe('with a replica', () => {
      beforeEach(async () => {
        replica = await primary.twin();
        await sendUntilAcked(ear, naming(channel_id, 'on both')); // the pool has connections again
        proxy.leadTo(replica.port);
        proxy.cut();
        proxy.restore();
        await sendUntilAcked(ear, naming(channel_id, 'on the replica'));
        await Promise.all(Array.from({ length: MANY }, read));
      });
      afterEach(() => replica.remove());

      /** What the log tells since the replica is in charge. */
      const outages = () => logged(server, /the database/).slice(told);
      let told: number;
      beforeEach(async () => {
        const last = () => logged(server, /the database/).at(-1)?.msg;
        await until('the outages before are over', () => [undefined, 'the database is back'].includes(last()));
        told = logged(server, /the database/).length;
      });

      it('a demoted server is left: its connections are dropped, and the new primary is served within 5 s', async () => {
        // The replica is the primary for now, and the primary waits for its turn.
        await onServer(replica.url, 'SET GLOBAL read_only = 1');
        const frame = naming(channel_id, 'during');
        expect(await sendAnswered(ear, frame)).toMatchObject({ code: 'server_unavailable' });
        expect((await read()).status).toBe(200);

        proxy.leadTo(primary.port);

        expect(await sendUntilAcked(ear, frame)).toBeLessThan(HEALING_MS);
        expect(await bodies()).toEqual(['before', 'on both', 'during']); // reads come from there too
        await until('the end is told', () => outages().length > 1);
        expect(outages()).toMatchObject([
          { level: WARN, msg: 'the database is read-only', reason: expect.stringContaining('--read-only') },
          { level: INFO, msg: 'the database is back', refused: expect.any(Number), seconds: expect.any(Number) },
        ]);
      });

      it('a frozen server is left: one request finds out, and not each connection anew', async () => {
        replica.freeze();
        try {
          proxy.leadTo(primary.port);
          expect((await read()).status).toBe(503);

          const statuses: number[] = [];
          for (let i = 0; i < MANY; i++) statuses.push((await read()).status);

          expect(statuses).toEqual(statuses.map(() => 200));
          expect(await bodies()).toEqual(['before', 'on both']);
          await until('the end is told, though nobody has written anything', () => outages().length > 1);
          expect(outages()).toMatchObject([
            { level: WARN, msg: 'the database is away', reason: 'the database does not answer' },
            { level: INFO, msg: 'the database is back', refused: 1 },
          ]);
        } finally {
          replica.thaw();
        }
      });
    });
  });
