import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../support/http.js';
import { logged, WARN } from '../support/log.js';
import { register } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { startServer, type TestServer } from '../support/server.js';

describe('the log of a process', () => {
  const processes = useProcesses();
  const anywhere = { DIALTONE_LISTEN_ADDR: '127.0.0.1:0' };

  it('is JSON lines and nothing else, the warnings at the start included', async () => {
    mkdirSync(join(processes.cwd, 'data'));
    chmodSync(join(processes.cwd, 'data'), 0o1777); // as /tmp is, and so not the server's to close
    const server = processes.start({ ...anywhere, DIALTONE_LOGLEVEL: 'debug' });
    await server.printed('README');

    const lines = server.stderr().trim().split('\n');

    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
    expect(logged({ log: lines }, /misspelt|open to all/)).toMatchObject([
      { level: WARN, msg: 'DIALTONE_LOGLEVEL is not a setting of this server; is it misspelt?' },
      { level: WARN, msg: expect.stringMatching(/data is open to all users of this machine: chmod o= /) },
    ]);
  });

  it('is laid out for people on a terminal', async () => {
    const terminal = [
      'script',
      '--quiet',
      '--return',
      '--command',
      `${process.execPath} ${processes.main}`,
      '/dev/null',
    ];
    const server = processes.start({ ...anywhere, DIALTONE_LOGLEVEL: 'debug' }, terminal);
    await server.printed('README');
    const text = await server.printed('the server has started'); // a terminal may take it a moment later

    expect(text).toMatch(/^\S*\[\d\d:\d\d:\d\d\.\d{3}\].* \S*WARN\S*:.*DIALTONE_LOGLEVEL is not a setting/m);
    expect(text).toMatch(/INFO.*the server has started/);
    expect(text).not.toContain('{"level"');
  });
});

describe('a slow request', () => {
  const heavy = { DIALTONE_ARGON2: 'm=19456,t=2,p=1' };
  const slow = (server: TestServer) => logged(server, /^slow request$/);

  async function loggingIn(env: Record<string, string>): Promise<{ server: TestServer; requestId: string }> {
    const server = await startServer({ env: { ...heavy, ...env } });
    const { session } = await register(server, 'alice');
    const body = { username: 'alice', password: 'correct horse 7', public_key: session.device_public_key };
    const answer = await call(server, 'POST', '/auth/login', { body });
    return { server, requestId: answer.headers.get('x-request-id') ?? '' };
  }

  it('is a warning with its operation, status and time, and the id that the client has', async () => {
    const { server, requestId } = await loggingIn({ DIALTONE_LOG_SLOW_MS: '2' });

    expect(slow(server).filter(({ reqId }) => reqId === requestId)).toEqual([
      {
        level: WARN,
        msg: 'slow request',
        time: expect.any(String),
        reqId: requestId,
        method: 'POST',
        path: '/auth/login',
        operation: 'loginUser',
        status: 200,
        ms: expect.any(Number),
      },
    ]);
    for (const { ms } of slow(server)) expect(ms).toBeGreaterThanOrEqual(2);
    const all = logged(server, /request$/);
    expect(all.filter(({ path }) => String(path).includes('?'))).toEqual([]);
    await server.close();
  });

  it('is one like any other with 0', async () => {
    const { server, requestId } = await loggingIn({ DIALTONE_LOG_SLOW_MS: '0' });

    expect(slow(server)).toEqual([]);
    expect(logged(server, /^request$/).map(({ reqId }) => reqId)).toContain(requestId);
    await server.close();
  });
});
