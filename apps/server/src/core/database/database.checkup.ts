import { existsSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import { type Finding, Findings } from '../checkup/finding.js';
import type { Config } from '../config/config.js';
import { describeDatabase } from '../config/database-url.js';
import { StartError } from '../config/start-error.js';
import { schemaOfAll } from '../feature.js';
import { now } from '../security/clock.js';
import { verifyPepper } from '../security/pepper.js';
import { LOAD_MARK } from './archive/load-mark.js';
import { isFull, isReadOnly, reasonOf } from './database-errors.js';
import type { DataSources } from './data-sources.js';
import { appliedMigrations, hasTable, openDataSources } from './open-database.js';
import { differences } from './schema.check.js';
import { writeNothing } from './write-nothing.js';

const PINGS = 20;
const SLOW_PING_MS = 10;
const SKEW_SECONDS = 5;

/** The oldest that the tests run on, or that have what the server needs. */
const OLDEST = { mysql: [8, 0], mariadb: [10, 6] } as const;

/**
 * Can the server work with its database? Version, speed, migrations, tables, how texts compare, the pepper and the
 * clock. Nothing is made or migrated.
 */
export async function checkDatabase(config: Config, features: readonly Type<object>[]): Promise<Finding[]> {
  const { database } = config;
  const found = new Findings('database');
  if (database.kind === 'sqlite' && !existsSync(database.path)) {
    return found.orOk(`${database.path} does not exist yet: the first start makes it`);
  }
  let sources: DataSources;
  try {
    sources = await openDataSources(database, schemaOfAll(features));
  } catch (error) {
    const advice =
      database.kind === 'sqlite'
        ? 'Put the file back from a backup if it is damaged, or correct DIALTONE_DB_URL or DIALTONE_DATA_DIR.'
        : 'Start it, let it be reached from here, and check user, password and database in DIALTONE_DB_URL.';
    found.error(`${describeDatabase(database)} cannot be opened (${reasonOf(error)})`, advice);
    return found.list;
  }
  try {
    const version = await checkVersion(sources, found);
    const speed = await checkSpeed(sources, found);
    if (database.kind === 'sqlite') await checkFile(sources, found);
    else await checkServer(sources, found);
    if (await checkMigrations(sources, features, found)) await checkPepper(sources, config, found);
    return found.orOk(`${describeDatabase(database)}, ${version}, ${speed}`);
  } finally {
    await sources.close();
  }
}

async function checkVersion({ reader }: DataSources, found: Findings): Promise<string> {
  if (reader.options.type === 'better-sqlite3') {
    const [{ version }] = await reader.query<{ version: string }[]>('SELECT sqlite_version() AS version');
    return `SQLite ${version}`;
  }
  const [{ version }] = await reader.query<{ version: string }[]>('SELECT VERSION() AS version');
  const kind = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  const [major, minor] = version.split('.').map(Number);
  const [oldest, oldestMinor] = OLDEST[kind];
  if (major < oldest || (major === oldest && minor < oldestMinor)) {
    found.warning(`${version} is older than what is tested`, `Update it to ${OLDEST[kind].join('.')} or later.`);
  }
  return `${kind === 'mariadb' ? 'MariaDB' : 'MySQL'} ${version}`;
}

/** How long does a query take, and are changes possible? */
async function checkSpeed(sources: DataSources, found: Findings): Promise<string> {
  const ms = await medianMs(PINGS, () => sources.reader.query('SELECT 1'));
  const text = `${ms.toFixed(1)} ms for a query`;
  if (ms > SLOW_PING_MS) found.warning(text, 'Put the database nearer: every request waits for a query or more.');
  if (await hasTable(sources.reader, 'migrations')) {
    await sources.transaction(writeNothing).catch((error: unknown) => {
      const advice = isFull(error)
        ? 'Free some space on its disk.'
        : isReadOnly(error)
          ? 'Point DIALTONE_DB_URL at the primary, or let it write.'
          : 'See what it says: the server could store nothing.';
      found.error(`it takes no changes (${reasonOf(error)})`, advice);
    });
  }
  return text;
}

async function medianMs(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    took.push(performance.now() - start);
  }
  return took.sort((a, b) => a - b)[Math.floor(times / 2)];
}

/** Is the embedded database's file whole? */
async function checkFile({ reader }: DataSources, found: Findings): Promise<void> {
  const [{ quick_check: result }] = await reader.query<{ quick_check: string }[]>('PRAGMA quick_check(1)');
  if (result !== 'ok') found.error(`the file is damaged (${result})`, 'Stop the server and restore the latest backup.');
}

/** Does the database server compare texts as the tables were made, keep what it has acknowledged, and know the time? */
async function checkServer({ reader }: DataSources, found: Findings): Promise<void> {
  const foreign = await reader.query<{ name: string; collation: string }[]>(
    `SELECT DISTINCT c.table_name AS name, c.collation_name AS collation FROM information_schema.columns c
     WHERE c.table_schema = DATABASE() AND c.collation_name <> 'utf8mb4_bin' AND c.table_name IN (?)`,
    [[...reader.entityMetadatas.map(({ tableName }) => tableName), 'pepper_check']],
  );
  for (const { name, collation } of foreign) {
    const advice = `SET foreign_key_checks = 0; ALTER TABLE ${name} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; two texts must not count as one.`;
    found.error(`the table ${name} compares texts by ${collation}`, advice);
  }
  const [{ flush }] = await reader.query<{ flush: number }[]>(
    'SELECT @@GLOBAL.innodb_flush_log_at_trx_commit AS flush',
  );
  if (flush !== 1) {
    const advice = 'Set it to 1: otherwise what was acknowledged is lost when its machine loses power.';
    found.warning(`innodb_flush_log_at_trx_commit is ${flush}`, advice);
  }
  const [{ seconds }] = await reader.query<{ seconds: number | string }[]>(
    "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) / 1000000 AS seconds",
  );
  const skew = Math.abs(Number(seconds) - now().getTime() / 1000);
  if (skew > SKEW_SECONDS) {
    const advice = 'Let both machines keep time by NTP (timedatectl set-ntp true).';
    found.error(`the clocks of this machine and of the database are ${Math.round(skew)} s apart`, advice);
  }
}

/** Are the tables those of this version? */
async function checkMigrations(
  sources: DataSources,
  features: readonly Type<object>[],
  found: Findings,
): Promise<boolean> {
  if (await hasTable(sources.reader, LOAD_MARK)) {
    found.error('a restore or an import of it was interrupted', 'Run the same one again: it goes on where it stopped.');
    return false;
  }
  const known = schemaOfAll(features).migrations.map(({ name }) => name);
  const applied = await appliedMigrations(sources);
  const newer = [...applied].filter((name) => !known.includes(name));
  if (newer.length > 0) {
    const advice = 'Run the version that made it, or a later one; or restore the backup from before.';
    found.error(`the database is of a newer version: ${newer.join(', ')}`, advice);
    return false;
  }
  const pending = known.filter((name) => !applied.has(name));
  if (pending.length > 0) {
    const advice = 'Make a backup, then start the server, which applies them, or run dialtone migrate up.';
    found.warning(`${pending.length} of ${known.length} migrations are not applied yet`, advice);
    return applied.size > 0 && !pending.some((name) => name.startsWith('PepperCheck'));
  }
  for (const statement of await differences(sources.writer)) {
    const advice = 'Put back what was changed by hand, or restore a backup: the code relies on it.';
    found.error(`the tables are not as this version makes them; this is missing: ${statement}`, advice);
  }
  return true;
}

async function checkPepper(sources: DataSources, config: Config, found: Findings): Promise<void> {
  try {
    await verifyPepper(sources, config);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const [text, ...advice] = error.message.split('. ');
    found.error(text, advice.join('. '));
  }
}
