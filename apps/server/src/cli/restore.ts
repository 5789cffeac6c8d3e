import { Command } from 'commander';
import { print } from './output.js';
import { passphraseFileOption, type SecretsOptions } from './passphrase.js';

interface RestoreOptions extends SecretsOptions {
  readonly check?: boolean;
  readonly endSessions?: boolean;
  readonly json?: boolean;
}

/** `dialtone restore <file>` */
export function restore(): Command {
  return new Command('restore')
    .description('load a backup into an empty database; everything in it is checked before anything is written')
    .argument('<file>', 'what dialtone backup has written')
    .option('--check', 'check it, and load nothing')
    .option('--with-secrets', 'put its secrets into the data folder; their passphrase is asked for')
    .addOption(passphraseFileOption())
    .option('--end-sessions', 'end all sessions: everybody has to log in again')
    .option('--json', 'print what was loaded as JSON')
    .action(run);
}

async function run(file: string, { check, endSessions, json, ...secrets }: RestoreOptions): Promise<void> {
  const [{ checkArchive, loadArchive }, { END_ALL_SESSIONS, JUMP_OVER_LOST_MESSAGES }, { amountOf, summaryOf }] =
    await Promise.all([
      import('./load-archive.js'),
      import('../core/database/archive/after-restore.js'),
      import('./archive-summary.js'),
    ]);
  if (check) {
    const manifest = await checkArchive(file, secrets);
    print(json, summaryOf(manifest, { file }), `${file} is whole: ${amountOf(manifest)}, of ${manifest.created_at}`);
    return;
  }
  const changes = { once: JUMP_OVER_LOST_MESSAGES, afterwards: endSessions ? END_ALL_SESSIONS : [] };
  const { manifest, words } = await loadArchive(file, secrets, changes);
  print(json, summaryOf(manifest, { file }), `restored ${amountOf(manifest)}, of ${manifest.created_at}\n${words}`);
}
