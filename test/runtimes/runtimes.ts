// The packed SDK on runtimes other than Node: HTTP, realtime and encryption against the built server, without the
// package ws. Bun and Deno come from the npm registry.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stage } from '../faults/stage.js';
import { installPacked } from '../sdk/support/packed.js';
import { makeChannel } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { operator, register } from '../support/people.js';

const versions = { bun: '1.4.5', deno: '2.9.6' };
const program = 'program.mjs';
const runtimes = {
  bun: (bin: string): [string, string[]] => [join(bin, 'bun'), ['run', program]],
  deno: (bin: string): [string, string[]] => [join(bin, 'deno'), ['run', '--allow-all', program]],
};

const tools = mkdtempSync(join(tmpdir(), 'dialtone-runtimes-'));
const stage = new Stage(await freshSqlite());
const project = installPacked();
try {
  mkdirSync(join(tools, 'node_modules'));
  writeFileSync(join(tools, 'package.json'), '{ "private": true, "allowScripts": { "bun": true, "deno": true } }');
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: tools, stdio: 'pipe' });
  copyFileSync(join(import.meta.dirname, program), join(project.folder, program));

  await stage.start();
  await makeChannel(await register(stage, 'alice'));
  const failed: string[] = [];
  for (const [name, command] of Object.entries(runtimes)) {
    const { token } = await operator(stage).invites.create();
    const [file, args] = command(join(tools, 'node_modules', '.bin'));
    try {
      const options = { cwd: project.folder, encoding: 'utf8', stdio: 'pipe', timeout: 60_000 } as const;
      const said = execFileSync(file, [...args, stage.url, token, `on-${name}`], options);
      if (said.trim() !== 'hello, stored 1 time') throw new Error(said);
    } catch (error) {
      console.error(name, error);
      failed.push(name);
    }
  }
  const tried = `Bun ${versions.bun}, Deno ${versions.deno}`;
  console.log(`figures: ${tried}: ${failed.length === 0 ? 'both work' : `${failed.join(', ')} failed`}`);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  await stage.remove();
  project.remove();
  rmSync(tools, { recursive: true });
}
