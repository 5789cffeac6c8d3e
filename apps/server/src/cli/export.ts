import { Command } from 'commander';
import { print } from './output.js';

/** `dialtone export <folder>` */
export function exportData(): Command {
  return new Command('export')
    .description('write everything that the database holds into a folder, to move it; no server may run on it')
    .argument('<folder>', 'a new folder, or the one of an export that was interrupted: it goes on there')
    .option('--json', 'print what is in it as JSON')
    .action(run);
}

async function run(folder: string, { json }: { json?: boolean }): Promise<void> {
  const [{ schema }, { loadConfig }, { exportToFolder }, { watched }, { amountOf, summaryOf }, { version }] =
    await Promise.all([
      import('../app.module.js'),
      import('../core/config/config.js'),
      import('../core/database/archive/export.js'),
      import('./archive-work.js'),
      import('./archive-summary.js'),
      import('../core/observability/version.js'),
    ]);
  const { database } = loadConfig(undefined, { makeSecrets: false, requireSecrets: false });
  const facts = { schema, version: version() };
  const manifest = await watched('The export failed', (watch) =>
    exportToFolder(database, folder, { ...facts, ...watch }),
  );
  const words = `exported ${amountOf(manifest)}, to ${folder}; the database has the same counts and hashes`;
  print(json, summaryOf(manifest, { folder }), words);
}
