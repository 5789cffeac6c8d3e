import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program with somebody at its terminal, who reads what it prints and types. */
export class Terminal {
  private readonly child: ChildProcessWithoutNullStreams;
  private unread = '';
  private ended = false;
  private changed: () => void = () => undefined;
  private readonly exit: Promise<number | null>;

  constructor(command: string, options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.child = spawn('sh', ['-c', `exec ${command}`], options);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.unread += text;
        this.changed();
      });
    }
    this.child.stdin.on('error', () => undefined); // it may have ended; its output says why
    this.exit = once(this.child, 'close').then(([code]) => {
      this.ended = true;
      this.changed();
      return code as number | null;
    });
  }

  /** Types a line. */
  type(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** The next line that it prints. */
  async line(): Promise<string> {
    await this.until(() => this.unread.includes('\n'));
    const end = this.unread.indexOf('\n');
    const line = this.unread.slice(0, end);
    this.unread = this.unread.slice(end + 1);
    return line;
  }

  /** Waits for a prompt, which ends without a newline. */
  async prompt(text: string): Promise<void> {
    await this.until(() => this.unread.startsWith(text));
    this.unread = this.unread.slice(text.length);
  }

  /** Ends the input, as Ctrl-D does. */
  endInput(): void {
    this.child.stdin.end();
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Waits for its end; resolves with the exit code and what nobody has read yet. */
  async end(): Promise<{ code: number | null; unread: string }> {
    const code = await this.exit;
    return { code, unread: this.unread };
  }

  /** For cleaning up after a test that failed half-way. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.ended) throw new Error(`the program has ended; unread: ${JSON.stringify(this.unread)}`);
      await new Promise<void>((resolve) => {
        this.changed = resolve;
      });
    }
  }
}
