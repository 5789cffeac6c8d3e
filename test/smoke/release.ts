// Makes the release archive, unpacks it where nothing else is, installs what it locks, and runs it: no compiler, no
// developer's package, no file of the repository but those in it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'dialtone-release-'));
const env = { PATH: process.env.PATH, HOME: process.env.HOME, DIALTONE_LISTEN_ADDR: '127.0.0.1:0' };

function run(cwd: string, command: string, ...args: string[]): string {
  console.log(`$ ${command} ${args.join(' ')}`);
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function expect(is: boolean, what: string): void {
  if (!is) throw new Error(`the release does not do it: ${what}`);
  console.log(`ok ${what}`);
}

try {
  const archive = run(root, process.execPath, 'deploy/release.mjs').trim();
  run(home, 'tar', 'xzf', archive);
  rmSync(archive);
  const [name] = readdirSync(home);
  const folder = join(home, name);
  run(folder, 'npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts', '--silent');
  expect(!existsSync(join(folder, 'node_modules/typescript')), 'no developer packages are installed');
  expect(name === `dialtone-${run(folder, './dialtone', '--version').trim()}`, 'it is of the version that it says');

  const server = spawn('./dialtone', ['serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  let url: string | undefined;
  for await (const line of createInterface({ input: server.stdout })) {
    url = /listening on (\S+)/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  for (const path of ['/health', '/docs', '/openapi.yaml', '/asyncapi.yaml']) {
    expect((await fetch(`${String(url)}${path}`)).ok, `it serves ${path}`);
  }
  server.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  expect(code === 0, 'it stops on SIGTERM with 0');
  expect(run(folder, './dialtone', 'doctor').includes('ok       database'), 'the doctor finds its database in order');
} finally {
  rmSync(home, { recursive: true, force: true });
}
