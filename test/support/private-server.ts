import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { PATIENCE_MS } from './pace.js';

/** A database or cache in a process of the test's own, which it can stop and freeze. */
export abstract class PrivateServer {
  protected process: ChildProcess | undefined;

  /** Stops it properly, or with SIGKILL as in a crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const exit = once(process, 'exit');
    process.kill('SIGCONT');
    process.kill(signal);
    await exit;
  }

  /** Freezes it with its connections open. On Linux all its threads have stopped when this returns. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
    const tasks = `/proc/${String(this.process?.pid)}/task`;
    if (!existsSync(tasks)) return;
    const stands = (task: string) => /\) T /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8'));
    const deadline = performance.now() + PATIENCE_MS;
    while (!readdirSync(tasks).every(stands))
      if (performance.now() > deadline) throw new Error('the process does not stop');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
