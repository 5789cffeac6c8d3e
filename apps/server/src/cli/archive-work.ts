import { constants } from 'node:os';
import { ArchiveError } from '../core/database/archive/archive-error.js';
import type { Watch } from '../core/database/archive/progress.js';
import { StartError } from '../core/config/start-error.js';
import { Failure } from './failure.js';
import { ProgressLine } from './progress-line.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs work with many rows: shows how far it is, and lets SIGINT, SIGTERM and the end of the terminal end it without leaving anything half done.
 *
 * @param what begins the message when the database or a file fails
 */
export async function watched<T>(what: string, work: (watch: Required<Watch>) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
    controller.abort();
  };
  const line = new ProgressLine(process.stderr);
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await told(what, work({ signal: controller.signal, onProgress: (...state) => line.show(...state) }));
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    line.end();
  }
}

/** Makes failures of the database and of files tell what has failed. */
async function told<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StartError || error instanceof Failure) throw error;
    if (error instanceof ArchiveError) throw new Failure(error.message);
    // A driver's error has the statement with its values, which are nobody's business.
    if ((error as NodeJS.ErrnoException).code !== undefined) throw new Failure(`${what}: ${(error as Error).message}`);
    throw error;
  }
}
