import type { ChildProcess } from 'node:child_process';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../../apps/server/src/core/config/config.js';
import { spawnServer } from './built-server.js';

/** Why a test fails that looks into a server from outside; .ci/sdk-test.ts leaves such tests out. */
export const OUT_OF_REACH = 'this server is a process of its own: a test cannot look into it';

/** A server that is running, in this process or in another one. */
export interface RunningServer {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly log: string[];
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends the servers of tests that failed before they could stop theirs: nothing else would. */
export function killProcesses(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a built server, which can only be reached over the network. */
export async function startProcess(main: string, settings: Record<string, string>): Promise<RunningServer> {
  const { child, printed, stderr, exited } = spawnServer(main, settings['DIALTONE_DATA_DIR'], settings);
  running.add(child);
  const [url] = /https?:\/\/127\.0\.0\.1:\d+/.exec(await printed(/https?:\/\/127\.0\.0\.1:\d+\s/)) ?? [''];
  return {
    url,
    get app(): never {
      throw new Error(OUT_OF_REACH);
    },
    get config(): never {
      throw new Error(OUT_OF_REACH);
    },
    get log() {
      return stderr().split(/(?<=\n)/);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      running.delete(child);
    },
  };
}
