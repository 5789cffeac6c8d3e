import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../../apps/server/src/core/config/start-error.js';
import { onSqlite } from '../support/database.js';
import { loginFromNewDevice } from '../support/people.js';
import { useServer } from '../support/stage.js';

const PEPPER = 'the pepper of these tests';
const { server, restart } = useServer({ env: { DIALTONE_USERNAME_PEPPER: PEPPER }, perTest: true }, 'alice');

it('another pepper does not start: with it nobody could log in; the right one does afterwards', async () => {
  await expect(restart({ DIALTONE_USERNAME_PEPPER: 'the pepper of other tests' })).rejects.toThrow(StartError);

  await restart({ DIALTONE_USERNAME_PEPPER: PEPPER });
  await loginFromNewDevice(server, 'alice');
});

it.each([`${PEPPER}\n`, `"${PEPPER}"`])(
  'the same pepper starts however it is written, as in %j, and people can log in',
  async (text) => {
    await restart({ DIALTONE_USERNAME_PEPPER: text });

    await loginFromNewDevice(server, 'alice');
  },
);

if (onSqlite)
  it('a lost pepper does not start, and none is made in its place', async () => {
    const env = { DIALTONE_USERNAME_PEPPER: '' };

    await expect(restart(env)).rejects.toThrow(/^The username pepper is missing; .* back from the backup/);
    await expect(restart(env)).rejects.toThrow(/^The username pepper is missing; /);
    await expect(rm(join(server.dataDir, 'username-pepper'))).rejects.toThrow('ENOENT');
  });
