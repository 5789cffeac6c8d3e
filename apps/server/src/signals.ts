import { constants } from 'node:os';
import { isNpmStart } from './core/config/npm.js';

/** `npm start` passes on within this time what a terminal, or systemd, has sent to the server as well. */
const SAME_SIGNAL_MS = 1000;

let stop: () => void = () => process.exit(0);

/**
 * Ends the process on SIGTERM or SIGINT: at once while the server starts, because nothing is lost then, and later as
 * `stopBy` says. A second signal ends it at once. As process 1, which containers make of it, it would not end without.
 */
export function listenToSignals(): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (stoppingSince === undefined) {
        stoppingSince = now;
        stop();
      } else if (!isNpmStart() || now - stoppingSince > SAME_SIGNAL_MS) {
        process.exit(128 + constants.signals[signal]);
      }
    });
  }
}

/** What the first signal does from now on. */
export function stopBy(action: () => void): void {
  stop = action;
}
