import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../config/start-error.js';
import { parsePepper } from '../config/values.js';
import type { DataSources } from '../database/data-sources.js';
import { Initial1772000000000 } from '../database/migrations/1772000000000-initial.js';
import { PepperCheck1795780000000 } from '../database/migrations/1795780000000-pepper-check.js';
import { migrate, openDataSources } from '../database/open-database.js';
import { confirmPepper } from './pepper.js';

const PEPPER = 'a pepper of 16 or more';
const WRONG =
  /^The username pepper in DIALTONE_USERNAME_PEPPER is not the one with which this database was made; .*back/;

let dataDir: string;
let sources: DataSources;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'dialtone-pepper-'));
  sources = await open(Initial1772000000000, PepperCheck1795780000000);
});
afterEach(async () => {
  await sources.close();
  rmSync(dataDir, { recursive: true });
});

async function open(...migrations: (typeof Initial1772000000000)[]): Promise<DataSources> {
  const opened = await openDataSources(
    { kind: 'sqlite', path: join(dataDir, 'test.db') },
    { entities: [], migrations },
  );
  await migrate(opened);
  return opened;
}

/** The database of an earlier release, in which somebody has registered. */
async function becomeOld(): Promise<void> {
  await sources.writer.undoLastMigration();
  const columns = 'id, username_hash, is_admin, is_trusted, created_at';
  await sources.writer.query(`INSERT INTO users (${columns}) VALUES ('1', 'hash', 1, 1, '2026-01-01')`);
  await sources.writer.runMigrations();
}

function confirm(asWritten: string | null): Promise<string> {
  const pepper = asWritten === null ? null : parsePepper(asWritten, 'DIALTONE_USERNAME_PEPPER');
  return confirmPepper(sources, { dataDir, pepper });
}

/** All that may be around a setting. */
const SURROUNDINGS = ['', '\n', '\r\n', '"', "'"].map((around) => [around, /^\s/.test(around) ? '' : around] as const);
const written = SURROUNDINGS.map(([after, before]) => `${before}${PEPPER}${after}`);

describe('a new database', () => {
  it.each(written)(
    'takes %j for the pepper without what is around it, and knows it however it is written',
    async (text) => {
      expect(await confirm(text)).toBe(PEPPER);

      for (const other of written) expect(await confirm(other)).toBe(PEPPER);
    },
  );

  it('gets a pepper of its own when none is set', async () => {
    const pepper = await confirm(null);

    expect(readFileSync(join(dataDir, 'username-pepper'), 'utf8')).toBe(`${pepper}\n`);
    expect(pepper).toMatch(/^[\w-]{43}$/);
  });

  it('keeps only what does not tell the pepper', async () => {
    await confirm(PEPPER);

    const rows = await sources.reader.query<object[]>('SELECT * FROM pepper_check');
    expect(rows).toEqual([{ id: 1, had_users: 0, mac: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
  });

  it('takes the pepper of one of several servers that start at once, and refuses the others', async () => {
    const peppers = ['a pepper of the first', 'a pepper of the second', 'a pepper of the third'];

    const outcomes = await Promise.allSettled(peppers.map(confirm));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StartError);
  });
});

describe('a database of an earlier release, with users', () => {
  it.each(written)(
    'keeps to the pepper %j exactly as it was written, and knows it however it is written',
    async (text) => {
      await becomeOld();

      expect(await confirm(text)).toBe(text);

      for (const other of written) expect(await confirm(other)).toBe(text);
    },
  );

  it('is not given a new pepper when the old one is missing', async () => {
    await becomeOld();

    await expect(confirm(null)).rejects.toThrow(/^The username pepper is missing; /);
    expect(existsSync(join(dataDir, 'username-pepper'))).toBe(false);
  });
});

describe('a database that knows its pepper', () => {
  beforeEach(() => confirm(PEPPER));

  it.each(['another pepper of 16', PEPPER.toUpperCase(), `${PEPPER}.`, `x${PEPPER}`])('refuses %j', async (text) => {
    await expect(confirm(text)).rejects.toThrow(WRONG);
    await expect(confirm(text)).rejects.not.toThrow(PEPPER);
    expect(await confirm(PEPPER)).toBe(PEPPER);
  });

  it('makes no other one when it is lost, and says where it belongs', async () => {
    await expect(confirm(null)).rejects.toThrow(
      `Put ${join(dataDir, 'username-pepper')} back from the backup of this database, or set DIALTONE_USERNAME_PEPPER`,
    );
    expect(existsSync(join(dataDir, 'username-pepper'))).toBe(false);
  });

  it('is only read: a database that cannot be written is no obstacle', async () => {
    await sources.writer.query('PRAGMA query_only = ON');

    expect(await confirm(PEPPER)).toBe(PEPPER);
  });
});
