import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { type DatabaseConfig, parseDatabaseUrl, sqliteAt } from '../../config/database-url.js';
import { columnsFor, foreignKey, nullable, primary } from '../columns.js';
import type { Schema } from '../data-sources.js';
import { migrate, openDataSources } from '../open-database.js';
import { backupToFile } from './backup.js';
import { exportToFolder } from './export.js';
import { insertRows } from './insert.js';
import { load } from './load.js';
import { type Manifest, MANIFEST_FILE, manifestFiles } from './manifest.js';
import { pagesOf } from './pages.js';
import { type Session, withSession } from './session.js';
import { openArchive, verify } from './source.js';
import { tablesOf } from './tables.js';
import { tarEnd, tarEntry } from './tar.js';
import type { Row } from './values.js';

/** Its tables are named so that the order by name is not the one in which they can be filled. */
class First1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, text, flag, bigint, integer, time } = columnsFor(runner);
    await runner.createTable(
      new Table({ name: 'users', columns: [id('id', primary('users')), flag('is_kind'), text('words', nullable)] }),
    );
    await runner.createTable(
      new Table({
        name: 'notes',
        columns: [
          id('user_id', primary('notes')),
          integer('place', primary('notes')),
          bigint('weight', nullable),
          time('at', nullable),
          text('body'),
        ],
        foreignKeys: [foreignKey('fk_notes_user', 'user_id', 'users', 'CASCADE')],
      }),
    );
    await runner.query("INSERT INTO users (id, is_kind) VALUES ('made by the migration', TRUE)");
  }

  async down(): Promise<void> {
    // never undone here
  }
}

class Second1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN added integer NOT NULL DEFAULT 7');
  }

  async down(): Promise<void> {
    // never undone here
  }
}

const older: Schema = { entities: [], migrations: [First1700000000000] };
const schema: Schema = { entities: [], migrations: [First1700000000000, Second1700000000001] };

/** What is awkward to write, to sort or to compare. */
const AWKWARD = ['', ' ', '\n', '\r\n', '"\\\'', '\u2028', 'ä\u0308', '🦜', '\\0 %s ?', '[],{}', '2026-03-01 09:31:00'];
const USERS = ['a', 'A', 'b', 'b-', 'B1', '0198f6a2-52c1', 'zz'];

const serverUrl = process.env.TEST_DATABASE_URL;
let home: string;
let made = 0;
const databases: DatabaseConfig[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-archive-'));
});
afterEach(async () => {
  for (const config of databases.splice(0)) {
    if (config.kind === 'mysql')
      await withSession(config, (session) => session.run(`DROP DATABASE ${config.database}`));
  }
  rmSync(home, { recursive: true });
});

function at(name: string): string {
  return join(home, name);
}

function newSqlite(): Promise<DatabaseConfig> {
  return Promise.resolve(sqliteAt(at(`${String(made++)}.db`)));
}

async function newMysql(): Promise<DatabaseConfig> {
  const name = `dialtone_archive_${String(process.pid)}_${String(made++)}`;
  const anywhere = parseDatabaseUrl(`${serverUrl ?? ''}/information_schema`);
  await withSession(anywhere, (session) => session.run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`));
  const config = parseDatabaseUrl(`${serverUrl ?? ''}/${name}`);
  databases.push(config);
  return config;
}

async function migrated(config: DatabaseConfig, to = schema): Promise<DatabaseConfig> {
  const sources = await openDataSources(config, to);
  await migrate(sources).finally(() => sources.close());
  return config;
}

/** A database with users, and enough notes for several parts. */
async function filled(config: DatabaseConfig, { notes = 6000, to = schema } = {}): Promise<DatabaseConfig> {
  await migrated(config, to);
  const [users, notesTable] = await tablesOf(older.migrations).then((tables) => [
    tables.find(({ name }) => name === 'users')!,
    tables.find(({ name }) => name === 'notes')!,
  ]);
  await withSession(config, async (session) => {
    // id, is_kind, words
    await insertRows(
      session,
      users,
      USERS.map((id, i) => [id, i % 2 === 0, AWKWARD[i] ?? null]),
    );
    // at, body, place, user_id, weight
    const note = (i: number): Row => [
      i % 3 === 0 ? null : `2026-03-01T09:31:00.${String(i % 2 === 0 ? 0 : i * 37).padStart(6, '0')}Z`,
      `${AWKWARD[i % AWKWARD.length] ?? ''}${'x'.repeat(i % 3000)}`,
      i,
      USERS[i % USERS.length] ?? '',
      i % 5 === 0 ? null : Number.MAX_SAFE_INTEGER - i,
    ];
    for (let i = 0; i < notes; i += 500) {
      const rows = Array.from({ length: Math.min(500, notes - i) }, (_, j) => note(i + j));
      await insertRows(session, notesTable, rows);
    }
  });
  return config;
}

function toFile(config: DatabaseConfig, path: string, known = schema): Promise<Manifest> {
  return backupToFile(config, path, { schema: known, version: '1.2.3', replace: false });
}

async function fromFile(path: string, config: DatabaseConfig, known = schema, signal?: AbortSignal): Promise<void> {
  const archive = await openArchive(path);
  try {
    await verify(archive, {});
    await load(archive, config, { schema: known, ...(signal ? { signal } : {}) });
  } finally {
    await archive.close();
  }
}

function hashes({ tables }: Manifest): Record<string, string> {
  return Object.fromEntries(tables.map(({ name, rows, sha256 }) => [name, `${String(rows)} ${sha256}`]));
}

async function rowsIn(config: DatabaseConfig, sql: string): Promise<unknown[][]> {
  return withSession(config, (session: Session) => session.query(sql));
}

const stores: [string, () => Promise<DatabaseConfig>][] = [
  ['SQLite', newSqlite],
  ...(serverUrl === undefined ? [] : ([['MySQL', newMysql]] as [string, () => Promise<DatabaseConfig>][])),
];
const ways = stores.flatMap(([from, source]) => stores.map(([to, target]) => [from, to, source, target] as const));

describe.each(ways)('from %s to %s', (_from, _to, source, target) => {
  it('a backup brings every row, and the copy has the same hashes', async () => {
    const before = await toFile(await filled(await source()), at('a.tar'));
    const copy = await target();

    await fromFile(at('a.tar'), copy);

    expect(hashes(await toFile(copy, at('b.tar')))).toEqual(hashes(before));
    expect(before.tables.map(({ name, rows }) => [name, rows])).toEqual([
      ['users', USERS.length + 1],
      ['notes', 6000],
    ]);
    expect(before.tables[1].parts.length).toBeGreaterThan(1);
  });

  it('an export that was interrupted goes on behind its last part, and so does an import', async () => {
    const from = await filled(await source());
    const folder = at('export');
    const options = { schema, version: '1.2.3' };
    await expect(exportToFolder(from, folder, { ...options, ...stopAt('reading', 5000) })).rejects.toThrow('stopped');
    const left = readdirSync(folder).filter((file) => file.startsWith('notes-'));
    expect(left.length).toBeGreaterThan(0);
    const whenMade = left.map((file) => statSync(join(folder, file)).mtimeMs);
    await expect(openArchive(folder)).rejects.toThrow('manifest.json is missing');

    const manifest = await exportToFolder(from, folder, options);

    expect(left.map((file) => statSync(join(folder, file)).mtimeMs)).toEqual(whenMade);
    expect(hashes(manifest)).toEqual(hashes(await toFile(from, at('a.tar'))));
    await expect(exportToFolder(from, folder, options)).rejects.toThrow('has a whole export already');

    const copy = await target();
    const archive = await openArchive(folder);
    await expect(load(archive, copy, { schema, ...stopAt('loading', 2000) })).rejects.toThrow('stopped');
    await expect(migrated(copy)).rejects.toThrow('The database is not whole');
    await expect(toFile(copy, at('half.tar'))).rejects.toThrow('The database is not whole');
    const loadedBefore = await rowsIn(copy, 'SELECT COUNT(*) FROM notes');
    const seen: number[] = [];
    await load(archive, copy, { schema, onProgress: (step, rows) => void (step === 'loading' && seen.push(rows)) });
    expect(loadedBefore).not.toEqual([[0]]);
    expect(hashes(await toFile(copy, at('b.tar')))).toEqual(hashes(manifest));
    await migrated(copy);
  });

  it('an older backup is loaded into the tables of its time, and then migrated', async () => {
    await toFile(await filled(await source(), { notes: 10, to: older }), at('a.tar'));
    const copy = await target();

    await fromFile(at('a.tar'), copy);

    expect(await rowsIn(copy, 'SELECT DISTINCT added FROM users')).toEqual([[7]]);
    expect(await rowsIn(copy, 'SELECT COUNT(*) FROM notes')).toEqual([[10]]);
  });
});

/** Stops the work once this many rows have been through a step. */
function stopAt(step: string, most: number) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (now: string, rows: number) => {
      if (now === step && rows >= most) controller.abort();
    },
  };
}

describe.each(stores)('on %s', (_name, make) => {
  it('a backup is of one moment, whatever is written meanwhile', async () => {
    const config = await filled(await make());
    const before = hashes(await toFile(config, at('a.tar')));
    let written: Promise<void> | undefined;

    const manifest = await backupToFile(config, at('b.tar'), {
      ...{ schema, version: '1', replace: false },
      onProgress: () => {
        written ??= withSession(config, (session) => session.run('UPDATE notes SET place = place + 10000'));
      },
    });
    await written;

    expect(hashes(manifest)).toEqual(before);
    expect(hashes(await toFile(config, at('c.tar')))).not.toEqual(before);
  });

  it('an export during which something is written fails', async () => {
    const config = await filled(await make());
    let written: Promise<void> | undefined;
    const onProgress = () => {
      written ??= withSession(config, (session) => session.run("UPDATE notes SET body = 'other' WHERE place = 5999"));
    };

    await expect(exportToFolder(config, at('export'), { schema, version: '1', onProgress })).rejects.toThrow(
      'The database has changed during the export (notes: other contents in 6000 rows)',
    );
    await written;
    expect(existsSync(at(`export/${MANIFEST_FILE}`))).toBe(false);
  });

  it('nothing is loaded over users, and the database stays as it was', async () => {
    await toFile(await filled(await newSqlite(), { notes: 1 }), at('a.tar'));
    const config = await filled(await make(), { notes: 2 });
    const before = hashes(await toFile(config, at('before.tar')));

    await expect(fromFile(at('a.tar'), config)).rejects.toThrow('The database is not empty');

    expect(hashes(await toFile(config, at('after.tar')))).toEqual(before);
  });

  it('what another archive has left half loaded is thrown away', async () => {
    await toFile(await filled(await newSqlite()), at('a.tar'));
    const other = await toFile(await filled(await newSqlite(), { notes: 3 }), at('b.tar'));
    const config = await make();
    const archive = await openArchive(at('a.tar'));
    await expect(load(archive, config, { schema, ...stopAt('loading', 2000) })).rejects.toThrow('stopped');
    await archive.close();

    await fromFile(at('b.tar'), config);

    expect(hashes(await toFile(config, at('c.tar')))).toEqual(hashes(other));
  });

  it('pages have all rows once, in the order of the key, byte by byte', async () => {
    const config = await filled(await make(), { notes: 3000 });
    const table = (await tablesOf(schema.migrations)).find(({ name }) => name === 'notes')!;
    const keys: string[] = [];

    await withSession(config, async (session) => {
      for await (const page of pagesOf(session, table)) {
        keys.push(...page.map(([, , place, user]) => `${String(user)}\0${String(place).padStart(6, '0')}`));
      }
    });

    expect(new Set(keys).size).toBe(3000);
    expect(keys).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });
});

describe('a backup file', () => {
  it('is a tar that is readable by its owner only, and says what is in it', async () => {
    const manifest = await toFile(await filled(await newSqlite(), { notes: 3 }), at('a.tar'));

    expect(statSync(at('a.tar')).mode & 0o777).toBe(0o600);
    expect(readdirSync(home).filter((file) => file.includes('unfinished'))).toEqual([]);
    execFileSync('tar', ['xf', at('a.tar')], { cwd: home });
    expect(JSON.parse(readFileSync(at(MANIFEST_FILE), 'utf8'))).toEqual(manifest);
    expect(manifest).toMatchObject({ dialtone: '1.2.3', store: 'sqlite', secrets: null, pepper_check: null });
    expect(manifest.migrations).toEqual(['First1700000000000', 'Second1700000000001']);
    const lines = execFileSync('gzip', ['-dc', at('users-000001.ndjson.gz')], { encoding: 'utf8' });
    expect(lines.split('\n')[0]).toBe('[7,"0198f6a2-52c1",false,"\u2028"]');
  });

  it('takes no name that is taken, and leaves nothing behind when it fails', async () => {
    const config = await filled(await newSqlite(), { notes: 3000 });
    writeFileSync(at('a.tar'), 'precious');

    await expect(toFile(config, at('a.tar'))).rejects.toThrow('a.tar exists already');
    await expect(
      backupToFile(config, at('a.tar'), { schema, version: '1', replace: true, ...stopAt('reading', 1) }),
    ).rejects.toThrow('stopped');

    expect(readFileSync(at('a.tar'), 'utf8')).toBe('precious');
    expect(readdirSync(home).filter((file) => file.includes('unfinished'))).toEqual([]);
    await expect(toFile(config, at('nowhere/a.tar'))).rejects.toThrow('cannot be written');
  });

  it('is refused when it is cut anywhere, and the database is not touched', async () => {
    await toFile(await filled(await newSqlite(), { notes: 20 }), at('a.tar'));
    const whole = readFileSync(at('a.tar'));
    const target = await newSqlite();

    for (let length = 0; length < whole.length - 1024; length += 311) {
      writeFileSync(at('cut.tar'), whole.subarray(0, length));
      await expect(fromFile(at('cut.tar'), target)).rejects.toThrow(/It is (no backup|cut|not whole|damaged)/);
    }
    expect(target.kind === 'sqlite' && existsSync(target.path)).toBe(false);
  });

  it('is refused when a bit of it is another one, but for those that mean nothing', async () => {
    await toFile(await filled(await newSqlite(), { notes: 20 }), at('a.tar'));
    const whole = readFileSync(at('a.tar'));
    let refused = 0;

    for (let place = 0; place < whole.length; place += 97) {
      const other = Buffer.from(whole);
      other[place] = (other[place] ?? 0) ^ (1 << (place % 8));
      writeFileSync(at('other.tar'), other);
      const archive = await openArchive(at('other.tar')).catch(() => null);
      const isRefused =
        archive === null ||
        (await verify(archive, {}).then(
          () => false,
          () => true,
        ));
      await archive?.close();
      if (isRefused) refused++;
      // Between the files there are zeros that nobody reads.
      else expect(whole[place]).toBe(0);
    }
    expect(refused).toBeGreaterThan(50);
  });

  it('of a newer version is refused', async () => {
    const manifest = await toFile(await filled(await newSqlite(), { notes: 1 }), at('a.tar'));
    const write = (changed: Manifest) => {
      const files = manifestFiles(changed).map(([name, data]) => tarEntry(name, data, new Date(0)));
      writeFileSync(at('new.tar'), Buffer.concat([...files, tarEnd()]));
    };

    write({ ...manifest, version: 2, dialtone: '9.0.0' });
    await expect(openArchive(at('new.tar'))).rejects.toThrow('It was made by a newer Dialtone, 9.0.0');
    await expect(fromFile(at('a.tar'), await newSqlite(), older)).rejects.toThrow(
      'The archive is of a newer Dialtone: this version does not know its migration Second1700000000001',
    );
    write({ ...manifest, tables: [{ ...manifest.tables[0], rows: -1 }] });
    await expect(openArchive(at('new.tar'))).rejects.toThrow('Its manifest.json is wrong');
  });
});

it('a database that holds none of its data is not archived', async () => {
  const config = await newSqlite();

  await expect(toFile(config, at('a.tar'))).rejects.toThrow('There is no database');
  await migrated(config, { entities: [], migrations: [] });
  await expect(toFile(config, at('a.tar'))).rejects.toThrow('The database is');
});
