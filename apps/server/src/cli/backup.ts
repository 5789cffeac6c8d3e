import { Command } from 'commander';
import type { Manifest } from '../core/database/archive/manifest.js';
import type { Watch } from '../core/database/archive/progress.js';
import { passphraseFileOption, type SecretsOptions } from './passphrase.js';

interface BackupOptions extends SecretsOptions {
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `dialtone backup <file>` */
export function backup(): Command {
  return new Command('backup')
    .description('write everything that the database holds into one file, while the server runs')
    .argument('<file>', 'the file to write, a tar; - for standard output')
    .option('--force', 'replace a file that is there')
    .option('--with-secrets', 'with the username pepper and the admin token, sealed by a passphrase that is asked for')
    .addOption(passphraseFileOption())
    .option('--json', 'print what is in it as JSON')
    .action(run);
}

async function run(file: string, options: BackupOptions): Promise<void> {
  const { watched } = await import('./archive-work.js');
  const { summaryOf, amountOf } = await import('./archive-summary.js');
  const manifest = await watched('The backup failed', (watch) => write(file, options, watch));
  const result = options.json
    ? JSON.stringify(summaryOf(manifest, { file }), null, 2)
    : `backed up ${amountOf(manifest)}, to ${file}; the secrets are ${manifest.secrets === null ? 'not ' : ''}in it`;
  if (file === '-') console.error(result);
  else console.log(result);
}

async function write(file: string, options: BackupOptions, watch: Required<Watch>): Promise<Manifest> {
  const [{ schema }, { loadConfig }, archive, { seal }, { secretsOf }, { newPassphrase }, { version }] =
    await Promise.all([
      import('../app.module.js'),
      import('../core/config/config.js'),
      import('../core/database/archive/backup.js'),
      import('../core/database/archive/seal.js'),
      import('./archive-secrets.js'),
      import('./passphrase.js'),
      import('../core/observability/version.js'),
    ]);
  const config = loadConfig(undefined, { makeSecrets: false, requireSecrets: false });
  const passphrase = options.withSecrets ? await newPassphrase(options, watch.signal) : undefined;
  const facts = {
    ...watch,
    schema,
    version: version(),
    ...(passphrase === undefined
      ? {}
      : { sealSecrets: (check: string | null) => seal(secretsOf(config, check), passphrase) }),
  };
  if (file === '-') return archive.backup(config.database, process.stdout, facts);
  return archive.backupToFile(config.database, file, { ...facts, replace: options.force ?? false });
}
