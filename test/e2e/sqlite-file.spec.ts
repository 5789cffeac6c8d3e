import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeChannel } from '../support/channels.js';
import { freshSqlite, type TestDatabase } from '../support/database.js';
import { call } from '../support/http.js';
import { register } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { ADMIN_TOKEN, startServer } from '../support/server.js';

const REDIS = { DIALTONE_REDIS_URL: 'redis://127.0.0.1:1' }; // it need not be there
const IN_USE = /Another server is running on .*dialtone\.db\. .*DIALTONE_REDIS_URL/;

const processes = useProcesses();
let database: TestDatabase;
let file: string;

beforeEach(async () => {
  database = await freshSqlite();
  file = join(database.env.DIALTONE_DATA_DIR ?? '', 'dialtone.db');
});
afterEach(() => database.drop());

function startProcess(env: Record<string, string> = {}) {
  const settings = { DIALTONE_LISTEN_ADDR: '127.0.0.1:0', DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
  return processes.start({ ...settings, ...database.env, ...env });
}

describe('a second server on the same file', () => {
  it('is refused in words, in another process as in this one, by whatever path; the first goes on', async () => {
    const first = await startServer({ database });
    const elsewhere = join(processes.cwd, 'link.db');
    symlinkSync(file, elsewhere);

    const second = startProcess();
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toMatch(IN_USE);
    expect(second.stdout()).toBe('');
    await expect(startServer({ database })).rejects.toThrow(IN_USE);
    await expect(startServer({ database, env: { DIALTONE_DB_URL: `sqlite:${elsewhere}` } })).rejects.toThrow(
      /Another server is running/,
    );

    await makeChannel(await register(first, 'alice'));
    await first.close();
    await (await startServer({ database })).close();
  });

  it('is accepted when both have a Redis, and refused when only one has', async () => {
    const first = await startServer({ database, env: REDIS });
    const second = await startServer({ database, env: REDIS });

    await expect(startServer({ database })).rejects.toThrow(IN_USE);
    for (const server of [first, second]) expect((await call(server, 'GET', '/health')).status).toBe(200);
    await first.close();
    await expect(startServer({ database })).rejects.toThrow(IN_USE);
    await second.close();

    const alone = await startServer({ database });
    await expect(startServer({ database, env: REDIS })).rejects.toThrow(IN_USE);
    await alone.close();
  });

  it('starts once the first was killed', async () => {
    const first = startProcess();
    await first.printed('listening on');
    first.child.kill('SIGKILL');
    await first.exited;

    await startProcess().printed('listening on');
  });

  it('does not keep the migrations from being listed while the server runs', async () => {
    const server = await startServer({ database });

    const env = { PATH: process.env.PATH, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, ...database.env };
    const out = execFileSync(process.execPath, [processes.program, 'migrate', 'status'], { env, encoding: 'utf8' });

    expect(out).toMatch(/^applied {2}Initial/m);
    await server.close();
  });
});
