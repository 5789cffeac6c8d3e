import { LONGEST_TIMER_MS } from './deadline.js';
import { nextTurn } from './next-turn.js';

/** Resolves after `ms` milliseconds (`Infinity`: never), or as soon as one of the signals is aborted. */
export function wait(ms: number, ...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = ms === Infinity ? undefined : setTimeout(done, Math.min(ms, LONGEST_TIMER_MS));
    for (const signal of signals) signal.addEventListener('abort', done);
    if (signals.some(({ aborted }) => aborted)) done();
  });
}

/** Resolves in the next turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve));
}
