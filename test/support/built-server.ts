import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/dialtone-test-build');

/**
 * Builds the server as `npm run build` does, but beside `dist`, once for each state of its sources; answers with its
 * `main.js`.
 */
export async function builtMain(): Promise<string> {
  const home = join(cache, stateOfSources());
  const main = (folder: string) => join(folder, 'dist/apps/server/src/main.js');
  if (existsSync(main(home))) return main(home);

  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, '.new-'));
  const tsconfig = join(draft, 'tsconfig.json');
  const app = relative(draft, join(root, 'apps/server'));
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: `${app}/tsconfig.app.json`,
      compilerOptions: { outDir: './dist' },
      include: [`${app}/src`],
      exclude: [`${app}/**/*.spec.ts`],
    }),
  );
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  await promisify(execFile)(process.execPath, [nest, 'build', 'server', '-p', relative(root, tsconfig)], { cwd: root });
  for (const file of ['package.json', 'openapi.yaml', 'asyncapi.yaml', 'libs'])
    symlinkSync(join(root, file), join(draft, file));
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!existsSync(main(home))) throw error; // otherwise another test was faster
  }
  return main(home);
}

function stateOfSources(): string {
  const hash = createHash('sha256');
  const sources = ['apps/server', 'libs/contract'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|json)$/.test(file) && !file.endsWith('.spec.ts'))
      .map((file) => join(folder, file)),
  );
  const files = [...sources, 'tsconfig.json', 'nest-cli.json', 'package-lock.json'];
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/** A built server in a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with everything that it has printed once the text is in it. */
  readonly printed: (text: string | RegExp) => Promise<string>;
  /** Resolves once it has logged the text. */
  readonly logged: (text: string) => Promise<void>;
  /** Resolves with its exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** Runs the built server, by this command, with this environment and no other `DIALTONE_*` variables. */
export function spawnServer(
  main: string,
  cwd: string,
  env: Record<string, string>,
  [command, ...args]: readonly string[] = [process.execPath, main],
): ServerProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('DIALTONE_'));
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => (stdout += `${line}\n`));
  const closed = once(child, 'close');
  const has = (text: string | RegExp) => (typeof text === 'string' ? stdout.includes(text) : text.test(stdout));
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    printed: async (text) => {
      while (!has(text)) {
        const ended = closed.then(() => 'ended');
        if ((await Promise.race([once(lines, 'line'), ended])) === 'ended' && !has(text)) {
          throw new Error(`the server ended without printing ${String(text)}:\n${stdout}${stderr}`);
        }
      }
      return stdout;
    },
    logged: async (text) => {
      while (!stderr.includes(text)) {
        const ended = closed.then(() => 'ended');
        if ((await Promise.race([once(child.stderr, 'data'), ended])) === 'ended' && !stderr.includes(text)) {
          throw new Error(`the server ended without logging ${text}:\n${stdout}${stderr}`);
        }
      }
    },
    exited: closed.then(([code]) => code as number | null),
  };
}
