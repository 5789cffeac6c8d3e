import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packageRoot = join('libs', 'sdk');

/** What a Node program prints, run in the repository's root. */
function run(type: 'module' | 'commonjs', program: string): unknown {
  const args = [`--input-type=${type}`, '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

const imported = (...programs: string[]): unknown => run('module', programs.join('\n'));
const required = (...programs: string[]): unknown => run('commonjs', programs.join('\n'));

function filesIn(folder: string, ending: string): string[] {
  const entries = readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => name.endsWith(ending)).map((name) => join(packageRoot, folder, name));
}

describe('the built package', () => {
  it.each([
    [
      '@dialtone/sdk',
      [
        'AbortedError',
        'ApiError',
        'ConnectionError',
        'DialtoneClient',
        'RealtimeClient',
        'TimeoutError',
        'closeCodes',
        'errorCodes',
        'isAbortedError',
        'isApiError',
        'isConnectionError',
        'isTimeoutError',
      ],
    ],
    [
      '@dialtone/sdk/crypto',
      [
        'CryptoError',
        'decryptText',
        'encryptText',
        'generateKey',
        'generateKeyPair',
        'getPublicKey',
        'isCryptoError',
        'openEnvelope',
        'openKeystore',
        'sealEnvelope',
        'sealKeystore',
      ],
    ],
  ])('exports the same from import and require: %s', (name, exported) => {
    expect(imported(`import * as all from '${name}';`, 'console.log(JSON.stringify(Object.keys(all).sort()))')).toEqual(
      exported,
    );
    expect(required(`const all = require('${name}');`, 'console.log(JSON.stringify(Object.keys(all).sort()))')).toEqual(
      exported,
    );
  });

  it('works when imported and when required', () => {
    const program = `
      const key = e2e.generateKey();
      const client = new sdk.DialtoneClient({ baseUrl: 'http://127.0.0.1:1', maxRetries: 0 });
      const failure = (call) => call.then(() => 'none', (error) => error.name);
      Promise.all([
        e2e.encryptText(key, 'hello').then((data) => e2e.decryptText(key, data)),
        failure(client.health.check()),
        failure(client.realtime().connect()),
      ]).then((results) => console.log(JSON.stringify(results)));`;
    const results = ['hello', 'ConnectionError', 'ConnectionError'];
    expect(
      imported("import * as sdk from '@dialtone/sdk'; import * as e2e from '@dialtone/sdk/crypto';", program),
    ).toEqual(results);
    expect(
      required("const sdk = require('@dialtone/sdk'); const e2e = require('@dialtone/sdk/crypto');", program),
    ).toEqual(results);
  });

  it('knows the errors of its other build', () => {
    const results = imported(
      "import { createRequire } from 'node:module';",
      "import { ApiError, isApiError } from '@dialtone/sdk';",
      "const other = createRequire(process.cwd() + '/')('@dialtone/sdk');",
      "const error = new other.ApiError('no', { status: 401, code: 'unauthorized' });",
      "console.log(JSON.stringify([error instanceof ApiError, isApiError(error, 'unauthorized')]));",
    );
    expect(results).toEqual([false, true]);
  });

  it('lets an error in a listener, and nothing else, reach the program, and the event the other listeners', () => {
    const results = required(
      "const { DialtoneClient } = require('@dialtone/sdk');",
      "const { WebSocketServer } = require('ws');",
      'const results = [];',
      "process.on('uncaughtException', (error) => results.push(error.message));",
      "const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/ws' }, async () => {",
      '  const realtime = new DialtoneClient({ baseUrl: `http://127.0.0.1:${server.address().port}` }).realtime();',
      "  realtime.on('device.joined', () => { throw new Error('a mistake in a listener'); });",
      "  realtime.on('device.joined', ({ sender }) => results.push(sender));",
      '  await realtime.connect();',
      "  void realtime.once('error'); // nobody awaits it: that it never comes is no error of the program",
      "  await realtime.once('device.joined');",
      '  await realtime.close();',
      '  server.close(() => setImmediate(() => console.log(JSON.stringify(results))));',
      '});',
      'server.on(\'connection\', (peer) => peer.send(\'{"type":"device.joined","sender":"u1","device_id":"d1"}\'));',
    );
    expect(results).toEqual(['u1', 'a mistake in a listener']);
  });

  it('needs nothing but the optional ws, and nothing that only Node has', () => {
    const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    const foreign = filesIn('dist/esm', '.js').flatMap((file) => {
      const code = readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
      const modules = [...code.matchAll(/(?:\bfrom |\bimport\(|\bimport )['"]([^.'"][^'"]*)['"]/g)].map(
        (match) => match[1],
      );
      const globals = code.match(/\b(Buffer|require|__dirname|setImmediate)\b/g) ?? [];
      return [...modules, ...globals].map((name) => `${file}: ${name}`);
    });
    expect(foreign).toEqual([`${join(packageRoot, 'dist/esm/realtime/websocket.js')}: ws`]);
  });

  it('has a source map with its source for every module', () => {
    for (const format of ['dist/esm', 'dist/cjs']) {
      const modules = filesIn(format, '.js');
      expect(modules.length).toBeGreaterThan(20);
      for (const file of modules) {
        const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sourcesContent: string[] };
        expect(map.sourcesContent[0]).toEqual(expect.any(String));
      }
    }
  });

  it('is packed with its builds, its vectors and its README alone', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '-w', '@dialtone/sdk'];
    const npm = execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [packed] = JSON.parse(npm) as [{ files: { path: string }[] }];
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['README.md', 'dist/esm/index.js', 'dist/cjs/package.json', 'vectors/keystores.json']),
    );
    const others = paths.filter(
      (path) => !/^(dist\/(esm|cjs)|vectors)\/|^(README\.md|LICENSE|package\.json)$/.test(path),
    );
    expect([...others, ...paths.filter((path) => path.includes('.spec.'))]).toEqual([]);
  });

  it.each([
    ['Node', '--module nodenext --lib es2022 --types node', ['consumer.mts', 'consumer.cts']],
    ['a bundler', '--module preserve --moduleResolution bundler --lib es2022,dom --skipLibCheck', ['consumer.mts']],
  ])('has types for %s', (_target, options, files) => {
    const args = `--ignoreConfig --noEmit --strict --target es2022 ${options}`.split(' ');
    const paths = files.map((file) => join('test', 'sdk', file));
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    const compile = () => execFileSync(process.execPath, [tsc, ...args, ...paths], { encoding: 'utf8', stdio: 'pipe' });
    expect(compile()).toBe('');
  });
});
