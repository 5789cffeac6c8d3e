import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { createSecret, PEPPER_FILE } from '../config/secrets.js';
import { StartError } from '../config/start-error.js';
import type { Pepper } from '../config/values.js';
import type { DataSources } from '../database/data-sources.js';
import { sameSecret } from './tokens.js';

/** Injection token of the pepper in use: the key of the username hashes, a string. Losing it locks everyone out. */
export const PEPPER = Symbol('PEPPER');

/** It is longer than any username, so it is not the hash of one. */
const CHECKED_TEXT = 'the pepper with which this database was made';

/**
 * The pepper, if it is the one with which the database was made. A new database gets one and remembers its MAC. So does
 * a database that has users already, at its first start with this check, when there is nothing to compare with.
 *
 * @throws {StartError} when the pepper is wrong or lost
 */
export async function confirmPepper(sources: DataSources, config: Pick<Config, 'pepper' | 'dataDir'>): Promise<string> {
  const { mac, hadUsers } = await readCheck(sources);
  const isNew = mac === null && !hadUsers;
  const pepper = config.pepper ?? (isNew ? makePepper(config.dataDir) : null);
  if (pepper === null) throw lost(config.dataDir);
  // Blanks and quotes around it were a part of the pepper in the releases that stored those users.
  const expected = mac ?? (await remember(sources, hadUsers ? pepper.asWritten : pepper.value));
  const used = formThatFits(pepper, expected);
  if (used === undefined) throw wrong(pepper);
  return used;
}

/**
 * Whether the pepper is the one with which the database was made; makes and remembers nothing.
 *
 * @throws {StartError} when the pepper is wrong or lost
 */
export async function verifyPepper(sources: DataSources, config: Pick<Config, 'pepper' | 'dataDir'>): Promise<void> {
  const { mac, hadUsers } = await readCheck(sources);
  if (mac === null && !hadUsers) return; // the first start makes one
  if (config.pepper === null) throw lost(config.dataDir);
  if (mac !== null && !formThatFits(config.pepper, mac)) throw wrong(config.pepper);
}

/** The form of the pepper with which a database was made, by its check; undefined when it is another pepper. */
export function formThatFits(pepper: Pepper, mac: string): string | undefined {
  return pepperForms(pepper).find((form) => sameSecret(macOf(form), mac));
}

/** A pepper with all that may have been around it when the database was made, and may be missing now, or the reverse. */
export function pepperForms({ value, asWritten }: Pepper): string[] {
  return [value, asWritten, `${value}\n`, `${value}\r\n`, `"${value}"`, `'${value}'`];
}

function makePepper(dataDir: string): Pepper {
  const value = createSecret(dataDir, PEPPER_FILE);
  return { value, asWritten: value, from: join(dataDir, PEPPER_FILE.file) };
}

function macOf(pepper: string): string {
  return createHmac('sha256', pepper).update(CHECKED_TEXT).digest('hex');
}

/** Of servers that start at once the first one decides. Returns the MAC that the database has from now on. */
async function remember(sources: DataSources, pepper: string): Promise<string> {
  await sources.writer.query('UPDATE pepper_check SET mac = ? WHERE id = 1 AND mac IS NULL', [macOf(pepper)]);
  const { mac } = await readCheck(sources);
  if (mac === null) throw new Error('the check of the pepper was not stored');
  return mac;
}

async function readCheck({ writer }: DataSources): Promise<{ mac: string | null; hadUsers: boolean }> {
  const rows = await writer.query<{ mac: string | null; had_users: number }[]>(
    'SELECT mac, had_users FROM pepper_check WHERE id = 1',
  );
  return { mac: rows[0].mac, hadUsers: Boolean(rows[0].had_users) };
}

function wrong({ from }: Pepper): StartError {
  return new StartError(
    `The username pepper in ${from} is not the one with which this database was made; with it nobody could log in. ` +
      'Put back the one that was backed up with this database.',
  );
}

function lost(dataDir: string): StartError {
  return new StartError(
    `The username pepper is missing; without it nobody could log in. Put ${join(dataDir, PEPPER_FILE.file)} back from ` +
      `the backup of this database, or set ${PEPPER_FILE.setting} to what it was.`,
  );
}
