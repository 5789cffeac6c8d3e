import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { TestDatabase } from '../../support/database.js';
import { pinServer } from './machine.js';
import { sqliteFile } from './store.js';

/** The server's own drivers alone, in a process on the server's core: each line sent is answered with a line of JSON. */
export class BarePeer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: Interface,
  ) {}

  /** Starts a script of peers/ on a database. */
  static async start(script: string, database: TestDatabase, ...args: string[]): Promise<BarePeer> {
    const path = resolve(import.meta.dirname, '../peers', script);
    const store = database.env.DIALTONE_DB_URL ?? sqliteFile(database);
    const child = spawn(process.execPath, [path, store, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    pinServer(child.pid ?? 0);
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    return new BarePeer(child, lines);
  }

  async ask(...words: (string | number)[]): Promise<Record<string, number>> {
    const answer = once(this.lines, 'line');
    this.child.stdin?.write(`${words.join(' ')}\n`);
    const [line] = (await answer) as [string];
    return JSON.parse(line) as Record<string, number>;
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
