import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { alone, everyChange } from '../../.ci/gates.js';
import { startMessage } from '../../apps/server/src/first-run.js';
import { builtMain } from '../support/built-server.js';
import { startServer, type TestServer } from '../support/server.js';
import type { Block } from './blocks.js';
import { addToContract, applyDiff, fileOf } from './edits.js';
import { ExampleValues } from './example-values.js';
import { isRunByASpec } from './programs.js';
import { copyRepository, removeCopy } from './repository-copy.js';
import { Shell } from './shell.js';
import { Terminal } from './terminal.js';

/** The password that the tour tells everyone to type. */
const PASSWORD = 'correct horse 7';

/** Replacements of commands, which do the same for a test with less output, or without what a test does not look at. */
const REPLACED: readonly (readonly [string, string])[] = [
  ['npm run typecheck', 'node node_modules/typescript/bin/tsc --noEmit'],
  ['npm run ', 'npm run --silent '],
  ['npm test -- ', 'npm test --silent -- -w 1 '],
];

/** A copy of the repository with a server of its own, where a page's blocks are carried out one after the other. */
export class Workshop {
  private readonly terminals = new Map<string, Terminal>();
  /** Programs that the page tells to save and that nothing has run yet. */
  private readonly idlePrograms = new Set<string>();
  private output: string | undefined;

  private constructor(
    private readonly folder: string,
    private readonly server: TestServer,
    private readonly start: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly shell: Shell,
    private readonly values: ExampleValues,
  ) {}

  static async open(): Promise<Workshop> {
    const folder = await copyRepository();
    // On the embedded database, as the pages have it, whatever the tests themselves run on.
    const env = { DIALTONE_DATA_DIR: join(folder, 'data') };
    const database = { env, drop: () => Promise.resolve() };
    const server = await startServer({ database, env: { DIALTONE_ADMIN_TOKEN: '' } });
    const start = await startMessage(server.app, server.config, server.url);
    const values = new ExampleValues();
    values.set('http://localhost:8080', server.url);
    values.set('ws://localhost:8080/ws', server.wsUrl);
    values.set('/home/alice/dialtone', folder);
    const invite = /^ {2}(\S{43})$/m.exec(start)?.[1];
    const { PATH, HOME, TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
    const shellEnv = {
      PATH: `${await programIn(folder)}:${PATH ?? ''}`,
      HOME,
      LANG: 'C.UTF-8',
      INVITE: invite,
      TEST_DATABASE_URL,
      TEST_REDIS_URL,
      DIALTONE_LISTEN_ADDR: new URL(server.url).host, // where the program finds the server
    };
    return new Workshop(folder, server, start, shellEnv, new Shell({ cwd: folder, env: shellEnv }), values);
  }

  /** Carries out a block, or compares what it shows with the result of the block before it. */
  async execute(block: Block): Promise<void> {
    const text = this.values.fill(block.text);
    switch (block.language) {
      case 'sh':
        return this.runCommands(text);
      case 'text': {
        this.expectOutput(block.text, this.output?.trim());
        return;
      }
      case 'json': {
        this.expectOutput(JSON.stringify(JSON.parse(block.text)), JSON.stringify(JSON.parse(this.output ?? 'null')));
        return;
      }
      case 'console':
        return this.playTerminal(block.argument, block.text);
      case 'js':
        return this.takeProgram(block.argument, text);
      case 'ts': {
        writeFileSync(fileOf(this.folder, block.argument), `${text}\n`);
        return;
      }
      case 'diff': {
        applyDiff(fileOf(this.folder, block.argument), text);
        return;
      }
      case 'yaml': {
        addToContract(fileOf(this.folder, block.argument), text);
        return;
      }
      case 'tree': {
        this.expectPaths(text);
        return;
      }
      default:
        throw new Error(`nobody knows what to do with a block of "${block.language}"`);
    }
  }

  /** Has everybody leave, and checks that nothing was left unread or never run. */
  async finish(): Promise<void> {
    for (const [name, terminal] of this.terminals) {
      terminal.endInput();
      expect({ name, ...(await terminal.end()) }).toEqual({ name, code: 0, unread: '' });
    }
    expect([...this.idlePrograms].filter((name) => !isRunByASpec(name))).toEqual([]);
  }

  async close(): Promise<void> {
    for (const terminal of this.terminals.values()) terminal.kill();
    await this.shell.close();
    await this.server.close();
    removeCopy(this.folder);
  }

  private async runCommands(text: string): Promise<void> {
    if (text.startsWith('npm ci && ')) {
      expectCheckedByCi(text);
      if (text.endsWith('npm start')) this.output = this.start;
      return;
    }
    this.output = await this.shell.run(REPLACED.reduce((block, [from, to]) => block.replaceAll(from, to), text));
    for (const name of this.idlePrograms) if (text === `node ${name}`) this.idlePrograms.delete(name);
  }

  private expectOutput(expected: string, actual: string | undefined): void {
    if (actual !== undefined && this.values.match(expected, actual)) return;
    expect(actual).toBe(this.values.fill(expected)); // shows the difference
    throw new Error('an example value stands for two different things');
  }

  /** `$ command` starts a program, `> text` types a line, everything else is the next line that the program prints. */
  private async playTerminal(name: string, transcript: string): Promise<void> {
    for (const line of transcript.split('\n')) {
      if (line.startsWith('$ ')) this.terminals.set(name, this.startProgram(this.values.fill(line.slice(2))));
      const terminal = this.terminals.get(name);
      if (!terminal) throw new Error(`${name} has not started anything yet`);
      if (line.startsWith('> ')) terminal.type(line.slice(2));
      else if (line === 'Password:') {
        await terminal.prompt('Password: ');
        terminal.type(PASSWORD);
        expect(await terminal.line()).toBe('');
      } else if (!line.startsWith('$ ')) this.expectOutput(line, await terminal.line());
    }
  }

  private startProgram(command: string): Terminal {
    // As `npm run chat` does, but with the server of this test, and without rebuilding the SDK while other tests use it.
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const program = scripts.chat?.split(' && ').at(-1) ?? '';
    const direct = command.replace('npm run chat --', `${program} --server ${this.server.url}`);
    return new Terminal(direct, { cwd: this.folder, env: this.env });
  }

  /** Saves a program under its name, to be run later; runs one without a name until it has printed a line. */
  private async takeProgram(name: string, text: string): Promise<void> {
    writeFileSync(join(this.folder, name || 'program.mjs'), text);
    if (name) {
      this.idlePrograms.add(name);
      return;
    }
    const program = new Terminal('node program.mjs 2>program.errors', { cwd: this.folder, env: this.env });
    this.output = await program.line().catch(() => '');
    program.interrupt();
    await program.end();
    expect(readFileSync(join(this.folder, 'program.errors'), 'utf8')).toBe('');
    expect(this.output).not.toBe('');
  }

  private expectPaths(tree: string): void {
    let parent = '';
    const paths = tree.split('\n').flatMap((line) => {
      const names = line.trim().split(/ {2,}/).slice(0, -1).join(' ').split(' ');
      if (!line.startsWith(' ')) parent = names[0] ?? '';
      return names.filter((name) => name !== '…').map((name) => (line.startsWith(' ') ? `${parent}${name}` : name));
    });
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  }
}

/** Puts the built program where `dialtone` finds it; returns that folder. */
async function programIn(folder: string): Promise<string> {
  const bin = join(folder, '.program');
  const program = join(dirname(await builtMain()), 'cli/dialtone.js');
  mkdirSync(bin);
  writeFileSync(join(bin, 'dialtone'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
  return bin;
}

/** The two commands take too long for a test; .ci/run does what they do, on a fresh clone. */
function expectCheckedByCi(command: string): void {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  expect(readFileSync('.ci/run', 'utf8')).toContain('npm ci');
  const gates = [...everyChange, ...alone].map(({ run }) => run);
  if (command === 'npm ci && npm start') {
    expect(scripts.start).toBe('npm run --silent build && exec node dist/apps/server/src/main.js');
    expect(gates).toContain('npm run build');
    expect(gates).toContain('node --import tsx test/smoke/cold-start.ts');
    expect(readFileSync('test/smoke/cold-start.ts', 'utf8')).toContain('dist/apps/server/src/main.js');
  } else {
    expect(command).toBe('npm ci && npm test');
    expect(readFileSync('.ci/whole.ts', 'utf8')).toContain("run: 'npm test'");
  }
}
