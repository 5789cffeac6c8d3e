// The packed SDK on runtimes other than Node: HTTP, realtime and encryption against the built server, without the
// package ws. They come from the npm registry.
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startHttpServer } from '../../libs/sdk/test/http-server.js';
import { Stage } from '../faults/stage.js';
import { installPacked } from '../sdk/support/packed.js';
import { makeChannel } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { operator, register } from '../support/people.js';
import { askWorker } from './workerd.js';

const versions = { bun: '1.4.5', deno: '2.9.6', workerd: '1.20261117.1' };
const tools = mkdtempSync(join(tmpdir(), 'dialtone-runtimes-'));
const stage = new Stage(await freshSqlite());
const project = installPacked();
const bin = (name: string) => join(tools, 'node_modules', '.bin', name);

/** What a program says, run by this command. */
async function say(name: string, options: readonly string[], args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(bin(name), [...options, 'program.mjs', ...args], {
    cwd: project.folder,
    timeout: 60_000,
  });
  return stdout.trim();
}

const runtimes: Record<string, (args: readonly string[]) => Promise<string>> = {
  bun: (args) => say('bun', ['run'], args),
  deno: (args) => say('deno', ['run', '--allow-all'], args),
  workerd: (args) => askWorker(bin('workerd'), project.folder, [], args),
  'workerd-as-node': (args) => askWorker(bin('workerd'), project.folder, ['nodejs_compat'], args),
};

const elsewhere = await startHttpServer((_request, response) => response.end('{"channels":[]}'));
const redirecting = await startHttpServer(({ url }, response) =>
  response.writeHead(302, { Location: elsewhere.url + url }).end(),
);
try {
  mkdirSync(join(tools, 'node_modules'));
  const allowScripts = Object.fromEntries(Object.keys(versions).map((name) => [name, true]));
  writeFileSync(join(tools, 'package.json'), JSON.stringify({ private: true, allowScripts }));
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: tools, stdio: 'pipe' });
  for (const file of ['conversation.mjs', 'program.mjs', 'worker.mjs']) {
    copyFileSync(join(import.meta.dirname, file), join(project.folder, file));
  }

  await stage.start();
  await makeChannel(await register(stage, 'alice'));
  const failed: string[] = [];
  for (const [name, run] of Object.entries(runtimes)) {
    const { token } = await operator(stage).invites.create();
    try {
      const said = await run([stage.url, token, `on-${name}`, redirecting.url]);
      if (said !== 'hello, stored 1 time') throw new Error(said);
      if (elsewhere.received.length > 0) throw new Error('the session went to another server');
    } catch (error) {
      console.error(name, error);
      failed.push(name);
    }
  }
  const tried = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  console.log(`figures: ${tried.join(', ')}: ${failed.length === 0 ? 'all work' : `${failed.join(', ')} failed`}`);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  await Promise.all([elsewhere.close(), redirecting.close()]);
  await stage.remove();
  project.remove();
  rmSync(tools, { recursive: true });
}
