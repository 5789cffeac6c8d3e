import { join } from 'node:path';
import { schema } from '../app.module.js';
import { type Config, loadConfig } from '../core/config/config.js';
import { ADMIN_TOKEN_FILE, PEPPER_FILE } from '../core/config/secrets.js';
import { load, type LoadOptions } from '../core/database/archive/load.js';
import type { Manifest } from '../core/database/archive/manifest.js';
import type { Watch } from '../core/database/archive/progress.js';
import { type Archive, openArchive, verify } from '../core/database/archive/source.js';
import { openSecrets, placeSecrets, secretsFor } from './archive-secrets.js';
import { watched } from './archive-work.js';
import type { SecretsOptions } from './passphrase.js';

interface Loaded {
  readonly manifest: Manifest;
  /** What the operator has to know or do now. */
  readonly words: string;
}

/** Reads all of an archive and compares it with its hashes; its secrets too, where a passphrase is given. */
export function checkArchive(path: string, options: SecretsOptions): Promise<Manifest> {
  return withArchive(path, async (archive, { signal }) => {
    if (options.withSecrets) await openSecrets(archive, options, signal);
    return archive.manifest;
  });
}

/**
 * Checks an archive, and loads it into the database of the settings.
 *
 * @param changes the last ones of the load
 */
export function loadArchive(
  path: string,
  options: SecretsOptions,
  changes: Pick<LoadOptions, 'once' | 'afterwards'> = {},
): Promise<Loaded> {
  const config = loadConfig(undefined, { makeSecrets: false, requireSecrets: false });
  return withArchive(path, async (archive, watch) => {
    const secrets = await secretsFor(archive, config, options, watch.signal);
    let files: string[] = [];
    const prepare = () => {
      if (secrets) files = placeSecrets(secrets, config.dataDir);
    };
    await load(archive, config.database, { schema, prepare, ...changes, ...watch });
    return { manifest: archive.manifest, words: whatIsNext(config, archive.manifest, files) };
  });
}

function withArchive<T>(path: string, work: (archive: Archive, watch: Required<Watch>) => Promise<T>): Promise<T> {
  return watched('Loading it failed', async (watch) => {
    const archive = await openArchive(path);
    try {
      await verify(archive, watch);
      return await work(archive, watch);
    } finally {
      await archive.close();
    }
  });
}

function whatIsNext({ database, dataDir, pepper }: Config, { secrets }: Manifest, files: readonly string[]): string {
  const lines = ['the database has the same counts and hashes'];
  const settings = [PEPPER_FILE.setting, ADMIN_TOKEN_FILE.setting];
  if (files.length > 0) {
    lines.push(`the secrets are in ${files.join(' and ')}`);
    if (database.kind === 'mysql') lines.push(`with MySQL they belong into ${settings.join(' and ')}`);
  } else if (!pepper) {
    const places = database.kind === 'mysql' ? settings[0] : `${join(dataDir, PEPPER_FILE.file)} or ${settings[0]}`;
    const where = secrets === null ? 'it is not in this file' : 'it is sealed in this file, for --with-secrets';
    lines.push(`before the server starts, put the username pepper into ${places}: ${where}`);
  }
  return lines.join('\n');
}
