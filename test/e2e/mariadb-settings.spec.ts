import { spawnSync } from 'node:child_process';
import { makeChannel } from '../support/channels.js';
import { freshMysql, onServer, type TestDatabase } from '../support/database.js';
import { listen } from '../support/listener.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { register } from '../support/people.js';
import { sendAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';

// Needs a MariaDB server whose global settings it may change.
if (spawnSync('mariadbd', ['--version']).status === 0)
  describe('a MariaDB server that takes a backslash literally', () => {
    let mariadb: PrivateMariadb;
    let database: TestDatabase;
    let server: TestServer;

    beforeAll(async () => {
      mariadb = await PrivateMariadb.start();
      await onServer(mariadb.url, `SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES'`);
      database = await freshMysql(mariadb.url);
      server = await startServer({ database });
    });
    afterAll(async () => {
      await server.close();
      await database.drop();
      await mariadb.remove();
    });

    it('stores messages as they are written, and executes none of them', async () => {
      const alice = await register(server, 'alice');
      const channel_id = await makeChannel(alice);
      const bodies = [`it's`, `a \\ and a \\'`, `\\', 'x', NOW()); DELETE FROM messages; -- `];
      const ear = await listen(alice);

      for (const body of bodies) await sendAcked(ear, channel_id, body);

      const { messages } = await alice.client.messages.list({ channel_id });
      expect(messages.map(({ body }) => body)).toEqual(bodies);
    });
  });
