import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtMain, type ServerProcess, spawnServer } from './built-server.js';

/** Servers in processes of their own. Each test runs them in an empty folder, and they are killed after it. */
export interface Processes {
  /** The built `main.js`, which is the server. */
  readonly main: string;
  /** The built `dialtone` program. */
  readonly program: string;
  /** The folder of the test. */
  readonly cwd: string;
  /** Starts a server with this environment and no other `DIALTONE_*` variables; by node, unless told otherwise. */
  readonly start: (env: Record<string, string>, command?: readonly string[]) => ServerProcess;
}

/** Builds the server before the tests of a file. What this returns is empty until they begin. */
export function useProcesses(): Processes {
  const running: ServerProcess[] = [];
  const processes = {
    main: '',
    program: '',
    cwd: '',
    start: (env: Record<string, string>, command?: readonly string[]) => {
      const server = spawnServer(processes.main, processes.cwd, env, command);
      running.push(server);
      return server;
    },
  };
  beforeAll(async () => {
    processes.main = await builtMain();
    processes.program = join(dirname(processes.main), 'cli/dialtone.js');
  });
  beforeEach(async () => {
    processes.cwd = await mkdtemp(join(tmpdir(), 'dialtone-process-'));
  });
  afterEach(async () => {
    for (const { child, exited } of running.splice(0)) {
      child.kill('SIGKILL');
      await exited;
    }
    await rm(processes.cwd, { recursive: true, force: true });
  });
  return processes;
}
