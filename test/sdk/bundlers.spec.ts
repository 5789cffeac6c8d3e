import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { programOf } from '../docs/programs.js';
import { installPacked, type Project } from './support/packed.js';

const README = 'libs/sdk/README.md';
jest.setTimeout(180_000);
const NOBODY = 'http://127.0.0.1:1';
/** Says what becomes of a call and of a connection when nobody listens. */
const USE = `
  globalThis.chat = ChatSession;
  const client = new DialtoneClient({ baseUrl: '${NOBODY}', token: 't', maxRetries: 0 });
  const failure = (call) => call.then(() => 'none', (error) => error.name);
  Promise.all([failure(client.health.check()), failure(client.realtime({ reconnect: false }).connect())])
    .then((names) => console.log(names.join()));`;
const programs = {
  'import.mjs': `
  import { DialtoneClient } from '@dialtone/sdk';
  import { ChatSession } from '@dialtone/sdk/chat';
  ${USE}`,
  'require.cjs': `
  const { DialtoneClient } = require('@dialtone/sdk');
  const { ChatSession } = require('@dialtone/sdk/chat');
  ${USE}`,
};

/** Without the package ws, as on a machine where nobody installed it. */
let project: Project;
beforeAll(() => {
  project = installPacked();
  for (const [name, code] of Object.entries(programs)) writeFileSync(join(project.folder, name), code);
});
afterAll(() => project.remove());

const bin = (...path: string[]) => resolve('node_modules', ...path);

/** Everything that the command prints: a tool that has nothing to complain about prints no more than what it made. */
function run(file: string, args: readonly string[], cwd = project.folder): string {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout + stderr;
}

/** What webpack complains about: nothing, if all is well. */
function webpack(target: string, entry: string, output: string): unknown {
  const build = `
    import webpack from 'webpack';
    const [context, target, entry, filename] = process.argv.slice(1);
    const output = { path: context + '/packed', filename };
    const optimization = { minimize: false };
    webpack({ mode: 'production', context, target, entry, output, optimization, performance: false }, (error, stats) => {
      if (error) throw error;
      const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
      console.log(JSON.stringify([...errors, ...warnings].map(({ message }) => message)));
    });`;
  const args = ['--input-type=module', '--eval', build, project.folder, target, `./${entry}`, output];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

it('Vite, as it is without any settings, builds the worker of the README', () => {
  const folder = join(project.folder, 'page');
  mkdirSync(folder);
  const worker = programOf(README, 'worker.mjs');
  expect(worker).toContain("new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' })");
  writeFileSync(join(folder, 'worker.mjs'), worker.replace('http://localhost:8080', NOBODY));
  writeFileSync(join(folder, 'main.js'), "new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });");
  writeFileSync(join(folder, 'index.html'), '<script type="module" src="/main.js"></script>');
  expect(run(process.execPath, [bin('vite', 'bin', 'vite.js'), 'build'], folder)).not.toMatch(/warn|error/i);
  const assets = readdirSync(join(folder, 'dist', 'assets'));
  expect(assets.map((name) => name.replace(/-[^.]*/, '')).sort()).toEqual(['index.js', 'worker.js']);
  const [file] = assets.filter((name) => name.startsWith('worker'));
  const { stderr } = spawnSync(process.execPath, [join(folder, 'dist', 'assets', file)], { encoding: 'utf8' });
  expect(stderr).toContain('ConnectionError');
});

it('Vite, as it is without any settings, puts what is loaded later in files of its own', () => {
  const folder = join(project.folder, 'chat-page');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.js'), programs['import.mjs']);
  writeFileSync(join(folder, 'index.html'), '<script type="module" src="/main.js"></script>');
  expect(run(process.execPath, [bin('vite', 'bin', 'vite.js'), 'build'], folder)).not.toMatch(
    /warn|error|ineffective/i,
  );
  // The hash at the end of a name may have a hyphen in it.
  const assets = readdirSync(join(folder, 'dist', 'assets')).map((name) => name.replace(/-[\w-]{8}\.\w+$/, ''));
  expect(assets).toEqual(expect.arrayContaining(['index', 'lazy-linking', 'lazy-recovery', 'scrypt']));
});

describe('webpack', () => {
  it.each(Object.keys(programs))('for Node needs no package ws, and finds it where the program runs: %s', (entry) => {
    const output = entry.replace(/\..*/, '.bundle.cjs');
    expect(webpack('node', entry, output)).toEqual([]);
    const link = join(project.folder, 'packed', 'node_modules', 'ws');
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(bin('ws'), link);
    try {
      const said = run(process.execPath, [join(project.folder, 'packed', output)]);
      expect(said).toBe('ConnectionError,ConnectionError\n');
    } finally {
      rmSync(link);
    }
  });

  it.each(Object.keys(programs))('for browsers and workers: %s', (entry) => {
    expect(webpack('webworker', entry, 'worker.js')).toEqual([]);
  });
});

describe('esbuild', () => {
  it.each([
    ['Node', ['--platform=node', '--format=esm']],
    ['Node, as CommonJS', ['--platform=node', '--format=cjs']],
    ['browsers', ['--platform=browser', '--format=iife']],
    ["Cloudflare's workers", ['--platform=neutral', '--format=esm', '--conditions=workerd,worker,browser']],
  ])('for %s', (_target, options) => {
    for (const entry of Object.keys(programs)) {
      expect(
        run(bin('.bin', 'esbuild'), [
          entry,
          '--bundle',
          '--minify',
          '--log-level=info',
          '--outfile=out.js',
          ...options,
        ]),
      ).not.toMatch(/WARNING|ERROR/);
    }
  });
});
