import { spawnSync } from 'node:child_process';
import { examine } from '../../apps/server/src/cli/examine.js';
import type { Finding } from '../../apps/server/src/core/checkup/finding.js';
import { freshMysql, onServer, type TestDatabase } from '../support/database.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { ADMIN_TOKEN, startServer } from '../support/server.js';

// Needs a MariaDB server whose global settings it may change.
if (spawnSync('mariadbd', ['--version']).status === 0)
  describe('dialtone doctor on MariaDB', () => {
    let mariadb: PrivateMariadb;
    let database: TestDatabase;

    beforeAll(async () => {
      mariadb = await PrivateMariadb.start();
      database = await freshMysql(mariadb.url);
      await (await startServer({ database })).close();
    });
    afterAll(async () => {
      await database.drop();
      await mariadb.remove();
    });

    async function find(env: Record<string, string> = {}): Promise<Finding[]> {
      const settings = { ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, ...env };
      return (await examine({ env: settings })).filter(({ about }) => about === 'database');
    }

    /** The database's address, by which this statement leads to the server's tables. */
    const inDatabase = (sql: string) => onServer(database.env['DIALTONE_DB_URL'], sql);

    it('finds nothing wrong with a database that is in order', async () => {
      expect(await find()).toEqual([
        { about: 'database', level: 'ok', text: expect.stringMatching(/^mysql:\/\/127.*MariaDB \d.* ms for a query$/) },
      ]);
    });

    it('names one that is away', async () => {
      const findings = await find({ DIALTONE_DB_URL: 'mysql://root:s3cret-word@127.0.0.1:1/dialtone' });

      expect(findings).toEqual([
        expect.objectContaining({ level: 'error', text: expect.stringMatching(/cannot be opened/) }),
      ]);
      expect(JSON.stringify(findings)).not.toContain('s3cret-word');
    });

    it('names one that takes no changes', async () => {
      await inDatabase(`CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'a reader of tests'`);
      await inDatabase(`GRANT SELECT ON *.* TO reader@'127.0.0.1'`);
      const url = database.env['DIALTONE_DB_URL'].replace('root@', 'reader:a%20reader%20of%20tests@');

      expect(await find({ DIALTONE_DB_URL: url })).toContainEqual(
        expect.objectContaining({ level: 'error', text: expect.stringMatching(/takes no changes/) }),
      );
    });

    it('names a table that compares texts in another way', async () => {
      await inDatabase('ALTER TABLE pepper_check CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');

      expect(await find()).toContainEqual(
        expect.objectContaining({
          level: 'error',
          text: 'the table pepper_check compares texts by utf8mb4_unicode_ci',
          advice: expect.stringContaining('ALTER TABLE pepper_check'),
        }),
      );
      await inDatabase('ALTER TABLE pepper_check CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    });

    it('names a server that does not sync what it commits', async () => {
      await inDatabase('SET GLOBAL innodb_flush_log_at_trx_commit = 2');

      expect(await find()).toContainEqual(
        expect.objectContaining({ level: 'warning', text: 'innodb_flush_log_at_trx_commit is 2' }),
      );
      await inDatabase('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
    });

    it('names a clock that is wrong', async () => {
      // What a session takes for the time follows this setting, for users who are no administrators.
      await inDatabase(`CREATE USER late@'127.0.0.1' IDENTIFIED BY 'late for the tests'`);
      await inDatabase(`GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON *.* TO late@'127.0.0.1'`);
      await inDatabase(`SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() - 3600'`);
      const url = database.env['DIALTONE_DB_URL'].replace('root@', 'late:late%20for%20the%20tests@');

      expect(await find({ DIALTONE_DB_URL: url })).toContainEqual(
        expect.objectContaining({ level: 'error', text: expect.stringMatching(/database are 3[56]\d\d s apart/) }),
      );
    });
  });
