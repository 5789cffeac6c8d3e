import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { program as dialtone } from '../../apps/server/src/cli/program.js';
import { version } from '../../apps/server/src/core/observability/version.js';
import { freePort } from '../support/private-server.js';
import { useProcesses } from '../support/processes.js';
import { runProgram } from '../support/program.js';

const processes = useProcesses();
const run = (...args: string[]) => runProgram(processes, {}, ...args);

it('tells its version and its commands, and starts and makes nothing', async () => {
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version()}\n`, stderr: '' });
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const { commands, ...command } of [dialtone()]) {
    expect(command).toBeDefined();
    for (const one of commands) expect(help.stdout).toMatch(new RegExp(`^ {2}${one.name()}\\b`, 'm'));
  }
  expect(readdirSync(processes.cwd)).toEqual([]);
});

it.each(dialtone().commands.map((command) => [command.name()]))('has a help of its own for %s', async (name) => {
  const { code, stdout } = await run(name, '--help');

  expect([code, stdout]).toEqual([0, expect.stringContaining(`Usage: dialtone ${name}`)]);
  expect(readdirSync(processes.cwd)).toEqual([]);
});

it.each([
  ['no command', [], 'Usage: dialtone'],
  ['an unknown command', ['serv'], "unknown command 'serv'"],
  ['an unknown option', ['user', 'list', '--all'], "unknown option '--all'"],
  ['a missing argument', ['user', 'disable'], "missing required argument 'user'"],
  ['one too many', ['invite', 'list', 'all'], 'too many arguments'],
  ['a role that does not exist', ['user', 'grant', 'alice', 'root'], 'Allowed choices are admin, trusted'],
  ['no URL', ['user', 'list', '--url', 'chat.example.org'], 'expected https://host'],
  ['a URL with a password', ['user', 'list', '--url', 'https://a:secret@host'], 'expected https://host'],
])('ends with 2 for %s, says what is wrong, and makes nothing', async (_what, args, told) => {
  const { code, stdout, stderr } = await run(...args);

  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(told);
  expect(readdirSync(processes.cwd)).toEqual([]);
});

it('serves, and stops on a signal with 0', async () => {
  const command = [process.execPath, processes.program, 'serve'];
  const server = processes.start({ DIALTONE_LISTEN_ADDR: `127.0.0.1:${String(await freePort())}` }, command);

  await server.printed('listening on');
  server.child.kill('SIGTERM');

  expect(await server.exited).toBe(0);
});

it('makes no database where there is none', async () => {
  const { code, stderr } = await run('user', 'list');

  const path = join(processes.cwd, 'data', 'dialtone.db');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^\S+ does not exist: name the server's DIALTONE_DATA_DIR/),
  ]);
  expect([existsSync(path), readdirSync(processes.cwd)]).toEqual([false, []]);
});
