import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { PATIENCE_MS } from './pace.js';

/** The process of a database or cache of the test's own: to be ended and frozen at will. */
export abstract class PrivateServer {
  protected process: ChildProcess | undefined;

  /** Ends it in good order, or with SIGKILL as a crash would. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const exit = once(process, 'exit');
    process.kill('SIGCONT');
    process.kill(signal);
    await exit;
  }

  /** Makes it stand still, with its connections open; where that can be seen, every thread of it does afterwards. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
    const tasks = `/proc/${String(this.process?.pid)}/task`;
    if (!existsSync(tasks)) return;
    const stands = (task: string) => /\) T /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8'));
    const deadline = performance.now() + PATIENCE_MS;
    while (!readdirSync(tasks).every(stands))
      if (performance.now() > deadline) throw new Error('the process does not stand still');
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
