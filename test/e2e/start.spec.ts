import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { ServerProcess } from '../support/built-server.js';
import { makeCertificate } from '../support/certificate.js';
import { until } from '../support/pace.js';
import { freePort } from '../support/private-server.js';
import { useProcesses } from '../support/processes.js';

const processes = useProcesses();
const anywhere = { DIALTONE_LISTEN_ADDR: '127.0.0.1:0' };

/** Settings of a server that waits for its database. */
async function waiting(): Promise<Record<string, string>> {
  return {
    ...anywhere,
    DIALTONE_DB_URL: `mysql://dialtone:secret@127.0.0.1:${String(await freePort())}/dialtone`,
    DIALTONE_USERNAME_PEPPER: 'pepper-of-the-test-servers',
    DIALTONE_ADMIN_TOKEN: 'token-of-the-test-servers',
  };
}

/** What the operator reads when it does not start: the lines that are no log lines. */
async function complaint(server: ServerProcess): Promise<string[]> {
  expect(await server.exited).toBe(1);
  expect(server.stderr()).not.toMatch(/\bat .*\.js:\d/); // a stack
  expect(server.stdout()).toBe('');
  return server
    .stderr()
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{'));
}

describe('a start that fails says why in a line or two:', () => {
  it('a port in use, before there is a database', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);

    const said = await complaint(processes.start({ DIALTONE_LISTEN_ADDR: `127.0.0.1:${port}` }));

    expect(said).toEqual([expect.stringMatching(`^DIALTONE_LISTEN_ADDR: port ${port} is in use`)]);
    expect(readdirSync(join(processes.cwd, 'data'))).toEqual(['admin-token']);
    other.close();
  });

  it('a port in use for the metrics, before there is a database', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);

    const said = await complaint(processes.start({ ...anywhere, DIALTONE_METRICS_ADDR: `127.0.0.1:${port}` }));

    expect(said).toEqual([expect.stringMatching(`^DIALTONE_METRICS_ADDR: port ${port} is in use`)]);
    expect(readdirSync(join(processes.cwd, 'data'))).toEqual(['admin-token']);
    other.close();
  });

  it('an address of another machine', async () => {
    const said = await complaint(processes.start({ DIALTONE_LISTEN_ADDR: '192.0.2.1:8080' }));

    expect(said).toEqual(['DIALTONE_LISTEN_ADDR: 192.0.2.1 is not an address of this machine']);
  });

  it('a data folder that cannot be made', async () => {
    writeFileSync(join(processes.cwd, 'file'), '');

    const said = await complaint(processes.start({ ...anywhere, DIALTONE_DATA_DIR: 'file/data' }));

    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/^ {2}DIALTONE_DATA_DIR: .*\/file\/data cannot be written \(ENOTDIR: not a directory\): /);
  });

  it('a file that is no database', async () => {
    writeFileSync(join(processes.cwd, 'notes.txt'), 'milk, bread and butter. '.repeat(100));

    const said = await complaint(processes.start({ ...anywhere, DIALTONE_DB_URL: 'sqlite:notes.txt' }));

    expect(said).toEqual([expect.stringMatching(/DIALTONE_DB_URL, .*notes\.txt\): file is not a database$/)]);
  });

  it.each([
    ['that the URL names', { DIALTONE_DB_URL: 'sqlite:folder' }, 'folder'],
    ['where the database would be', { DIALTONE_DATA_DIR: '.' }, 'dialtone.db'],
  ])('a folder %s', async (_where, env, name) => {
    const folder = join(processes.cwd, name);
    mkdirSync(folder, { mode: 0o755 });

    const said = await complaint(processes.start({ ...anywhere, ...env }));

    expect(said[1]).toMatch(/^ {2}DIALTONE_DB_URL: \/.* is a folder, not the file of a database$/);
    expect(said[1]).toContain(folder);
    expect(said).toHaveLength(2);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
    expect([readdirSync(folder), readdirSync(processes.cwd)]).toEqual([[], [name]]);
  });

  it('a database that is away', async () => {
    const said = await complaint(processes.start({ ...(await waiting()), DIALTONE_DB_WAIT: '0' }));

    expect(said).toEqual([expect.stringMatching(/^The database cannot be opened \(DIALTONE_DB_URL, .*ECONNREFUSED/)]);
  });

  it('a TLS key of another certificate', async () => {
    const [one, other] = [await makeCertificate(), await makeCertificate()];
    const tls = { DIALTONE_TLS_CERT: one.certFile, DIALTONE_TLS_KEY: other.keyFile };

    const said = await complaint(processes.start({ ...anywhere, ...tls }));

    expect(said[1]).toMatch(/^ {2}DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: the key is not the one of the first cert/);
    await one.remove();
    await other.remove();
  });

  it('another pepper', async () => {
    const env = { ...anywhere, DIALTONE_USERNAME_PEPPER: 'the pepper of this test' };
    const first = processes.start(env);
    await first.printed('README');
    first.child.kill('SIGTERM');
    await first.exited;

    const said = await complaint(processes.start({ ...env, DIALTONE_USERNAME_PEPPER: 'the pepper of another' }));

    expect(said).toEqual([expect.stringMatching(/^The username pepper in DIALTONE_USERNAME_PEPPER is not the one/)]);
  });
});

describe('the data folder', () => {
  it('is closed to others with all its files, also when it was open before', async () => {
    const data = join(processes.cwd, 'data');
    mkdirSync(data);
    chmodSync(data, 0o755);
    for (const file of ['username-pepper', 'admin-token', 'dialtone.db']) {
      writeFileSync(join(data, file), file === 'dialtone.db' ? '' : `a secret of the operator, ${file}\n`);
      chmodSync(join(data, file), 0o644);
    }

    const server = processes.start(anywhere);
    await server.printed('README');

    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(mode(data)).toBe('700');
    const files = readdirSync(data);
    expect(files).toEqual(expect.arrayContaining(['dialtone.db', 'dialtone.db-shm', 'dialtone.db-wal']));
    expect(files.map((file) => [file, mode(join(data, file))])).toEqual(files.map((file) => [file, '600']));
  });
});

describe('a signal while it starts', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with exit code 0', async (signal) => {
    const server = processes.start(await waiting());
    await server.logged('the database is away');

    server.child.kill(signal);

    expect(await server.exited).toBe(0);
  });

  const unshare = ['unshare', '--pid', '--fork', '--kill-child'];
  if (spawnSync('unshare', [...unshare.slice(1), 'true']).status === 0)
    it('ends it as process 1 as well, where the system drops signals that nobody handles', async () => {
      const server = processes.start(await waiting(), [...unshare, process.execPath, processes.main]);
      await server.logged('the database is away');
      const { pid } = server.child;

      const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
      process.kill(Number(children), 'SIGTERM');

      expect(await server.exited).toBe(0);
    });
});

describe('npm start', () => {
  it('passes SIGTERM on: when npm has ended, so has the server', async () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
    const folder = { name: 'dialtone', private: true, scripts: { start: scripts.start, build: 'true' } };
    writeFileSync(join(processes.cwd, 'package.json'), JSON.stringify(folder));
    symlinkSync(resolve(processes.main, '../../../..'), join(processes.cwd, 'dist'));

    const npm = processes.start(anywhere, ['npm', 'start']);
    const url = /listening on (\S+)/.exec(await npm.printed('README'))?.[1] ?? '';
    npm.child.kill('SIGTERM');
    await once(npm.child, 'exit');

    await until('nobody listens there', () =>
      fetch(`${url}/health`).then(
        () => false,
        () => true,
      ),
    );
    expect(await npm.exited).toBe(0);
  });
});
