import { join } from 'node:path';
import { findAdminToken } from '../core/config/admin-token.js';
import type { Config } from '../core/config/config.js';
import { ADMIN_TOKEN_FILE, type MadeSecret, PEPPER_FILE, placeSecret, readSecret } from '../core/config/secrets.js';
import { parsePepper } from '../core/config/values.js';
import { SECRETS_FILE } from '../core/database/archive/manifest.js';
import { type Secrets, unseal } from '../core/database/archive/seal.js';
import type { Archive } from '../core/database/archive/source.js';
import { formThatFits } from '../core/security/pepper.js';
import { Failure } from './failure.js';
import { passphraseOf, type SecretsOptions } from './passphrase.js';

/**
 * The secrets that belong to a database.
 *
 * @throws {Failure} when one is missing, or the pepper is that of another database
 */
export function secretsOf({ pepper }: Config, pepperCheck: string | null): Secrets {
  const admin_token = findAdminToken();
  if (!pepper || admin_token === null) {
    throw new Failure(
      `The secrets are not there: ${PEPPER_FILE.setting} and ${ADMIN_TOKEN_FILE.setting}, or their files in the data folder`,
    );
  }
  const used = pepperCheck === null ? pepper.value : formThatFits(pepper, pepperCheck);
  if (used === undefined) throw new Failure(`The username pepper in ${pepper.from} is not the one of this database`);
  return { pepper: used, admin_token };
}

/** What an archive brings for the data folder, after a look at what is there already; writes nothing. */
export async function secretsFor(
  archive: Archive,
  config: Config,
  options: SecretsOptions,
  signal: AbortSignal,
): Promise<Secrets | null> {
  const { pepper_check } = archive.manifest;
  if (config.pepper && pepper_check !== null) assertFits(config.pepper, pepper_check);
  if (!options.withSecrets) return null;
  const opened = await openSecrets(archive, options, signal);
  for (const [made, secret] of filesOf(opened)) {
    const there = readSecret(config.dataDir, made);
    if (there !== null && there.trim() !== secret) throw differs(config.dataDir, made);
  }
  return opened;
}

/**
 * The secrets that are sealed in an archive.
 *
 * @throws {Failure} when there are none, or the passphrase is another one
 */
export async function openSecrets(archive: Archive, options: SecretsOptions, signal: AbortSignal): Promise<Secrets> {
  const { secrets, pepper_check } = archive.manifest;
  if (secrets === null) throw new Failure('The secrets are not in this backup: it was made without --with-secrets');
  const opened = await unseal(await archive.read(SECRETS_FILE), await passphraseOf(options, signal));
  if (pepper_check !== null) assertFits(parsePepper(opened.pepper, 'the backup'), pepper_check);
  return opened;
}

/** Puts secrets into the data folder, where nothing is replaced; returns their files. */
export function placeSecrets(secrets: Secrets, dataDir: string): string[] {
  return filesOf(secrets).map(([made, secret]) => {
    if (placeSecret(dataDir, made, secret) !== secret) throw differs(dataDir, made);
    return join(dataDir, made.file);
  });
}

function filesOf({ pepper, admin_token }: Secrets): [MadeSecret, string][] {
  return [
    [PEPPER_FILE, pepper],
    [ADMIN_TOKEN_FILE, admin_token],
  ];
}

function differs(dataDir: string, { file }: MadeSecret): Failure {
  return new Failure(`${join(dataDir, file)} is another one than in the backup: move it away first`);
}

function assertFits(pepper: NonNullable<Config['pepper']>, pepperCheck: string): void {
  if (formThatFits(pepper, pepperCheck) !== undefined) return;
  throw new Failure(
    `The username pepper in ${pepper.from} is not the one of this archive; with it nobody could log in. ` +
      'Put the right one there, or take it away and bring the right one later.',
  );
}
