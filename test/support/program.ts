import { execFile } from 'node:child_process';
import type { Processes } from './processes.js';

/** How a command of the `dialtone` program ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `dialtone` program in the test's folder, with this environment and no other `DIALTONE_*` variables. */
export function runProgram(
  { program, cwd }: Processes,
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('DIALTONE_'));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd, env: { ...Object.fromEntries(inherited), ...env } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
      },
    );
  });
}
