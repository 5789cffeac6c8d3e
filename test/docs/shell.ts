import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

const MARK = 'end-of-the-block';

/** One bash for all blocks of a page, so that what one of them sets is still set in the next. */
export class Shell {
  private readonly bash: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<unknown>;
  private stdout = '';
  private stderr = '';

  constructor(options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.bash = spawn('bash', ['--noprofile', '--norc'], options);
    this.ended = once(this.bash, 'exit');
    this.bash.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.bash.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
  }

  /** Runs a block; resolves with what it printed. Rejects, with what it printed to stderr, when its last command fails. */
  async run(block: string): Promise<string> {
    this.stdout = '';
    this.stderr = '';
    this.bash.stdin.write(`{\n${block}\n} </dev/null\nprintf '\\n${MARK} %s\\n' "$?"\n`);
    const end = new RegExp(`\\n${MARK} (\\d+)\\n$`);
    for (;;) {
      const status = end.exec(this.stdout)?.[1];
      const output = this.stdout.replace(end, '').replaceAll('\r', ''); // HTTP ends its lines with both
      if (status === '0') return output;
      if (status !== undefined) throw new Error(`exit status ${status}\n${output}\n${this.stderr}`);
      if (this.bash.exitCode !== null) throw new Error(`the shell has ended\n${output}\n${this.stderr}`);
      await Promise.race([once(this.bash.stdout, 'data'), this.ended]);
    }
  }

  /** Ends the shell once it has nothing left to do. */
  async close(): Promise<void> {
    this.bash.stdin.end();
    await this.ended;
  }
}
