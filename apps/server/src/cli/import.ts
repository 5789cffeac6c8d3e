import { statSync } from 'node:fs';
import { Command } from 'commander';
import { Failure } from './failure.js';
import { print } from './output.js';

/** `dialtone import <folder>` */
export function importData(): Command {
  return new Command('import')
    .description('load an export into an empty database; one that was interrupted goes on where it stopped')
    .argument('<folder>', 'what dialtone export has written')
    .option('--json', 'print what was loaded as JSON')
    .action(run);
}

async function run(folder: string, { json }: { json?: boolean }): Promise<void> {
  const [{ loadArchive }, { amountOf, summaryOf }] = await Promise.all([
    import('./load-archive.js'),
    import('./archive-summary.js'),
  ]);
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) {
    throw new Failure(`${folder} is a backup: dialtone restore loads it, and lets clients notice`);
  }
  const { manifest, words } = await loadArchive(folder, {});
  print(json, summaryOf(manifest, { folder }), `imported ${amountOf(manifest)}\n${words}`);
}
