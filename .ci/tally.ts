import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from './gates.js';
import { failuresIn, readReport } from './report.js';

interface Ended {
  readonly isGood: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Counts what passed and what failed, and prints each result as it comes. */
export class Tally {
  private passed = 0;
  private readonly failures: string[] = [];

  /** @param env the environment of every gate, besides the gate's own */
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** Runs a gate. When it passes, only the figures that it measured are shown of its output. */
  async gate(gate: Gate): Promise<boolean> {
    const { isGood, output, seconds } = await this.run(gate);
    if (isGood) {
      this.passed++;
      console.log(`ok      ${gate.name} (${seconds} s)`);
      for (const [, figures] of output.matchAll(/^figures: (.*)$/gm)) console.log(`        ${figures}`);
    } else {
      console.log(`${output}\nFAILED  ${gate.name} (${seconds} s)`);
      this.failures.push(gate.name);
    }
    return isGood;
  }

  /** Runs a step that everything after it needs; when it fails, the error is thrown on. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.failures.push(name);
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }

  /**
   * Runs tests, each of which counts. A run that breaks without a failed test, hangs, or finds no test is a failure too.
   *
   * @param folder where the run leaves Jest's reports
   */
  async suite(gate: Gate, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const { isGood, output, seconds } = await this.run(gate);
    const reports = readdirSync(folder).map((file) => readReport(join(folder, file)));
    const passed = reports.reduce((sum, { numPassedTests }) => sum + numPassedTests, 0);
    const failed = reports.flatMap(failuresIn).map(({ test, message }) => `${test}\n${message}`);
    this.passed += passed;
    this.failures.push(...failed);
    if (failed.length === 0 && (!isGood || passed === 0)) this.failures.push(`${gate.name}\n${output.slice(-5000)}`);
    console.log(`${gate.name}: ${passed} passed, ${failed.length} failed (${seconds} s)`);
  }

  /** Prints what failed, and the counts; returns the exit code. */
  finish(): 0 | 1 {
    if (this.failures.length > 0) console.log(`What failed:\n${this.failures.join('\n')}`);
    console.log(`${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length > 0 ? 1 : 0;
  }

  private run({ run, env, minutes }: Gate): Promise<Ended> {
    const start = performance.now();
    return new Promise((resolve) => {
      // In a group of its own, so that a run that hangs ends with all that it started.
      const child = spawn(run, {
        shell: true,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...this.env, ...env },
      });
      let output = '';
      const add = (text: Buffer) => (output += text.toString());
      child.stdout.on('data', add);
      child.stderr.on('data', add);
      const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
      const timer = setTimeout(() => {
        output += `\nIt took more than ${minutes} minutes.`;
        end();
      }, minutes * 60_000);
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ isGood: code === 0, output, seconds: Math.round((performance.now() - start) / 1000) });
      });
    });
  }
}
