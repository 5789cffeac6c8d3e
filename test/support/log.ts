import type { TestServer } from './server.js';

/** A line of a server's log. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The lines of a server's log whose message matches. */
export function logged({ log }: Pick<TestServer, 'log'>, message: RegExp): LogLine[] {
  return log
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ msg }) => message.test(msg));
}

/** Levels of log lines. */
export const INFO = 30;
export const WARN = 40;
