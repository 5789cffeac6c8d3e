import { Command } from 'commander';
import { listenToSignals } from '../signals.js';

/** `dialtone serve` */
export function serve(): Command {
  return new Command('serve')
    .description('start the server; it prints where it listens, and stops on SIGTERM or SIGINT')
    .action(async () => {
      listenToSignals();
      await (await import('../start.js')).start();
    });
}
