import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { Events } from '../events/events.js';
import { createLogger } from '../observability/logger.js';
import type { DataSources } from './data-sources.js';
import { Database } from './database.js';
import { Initial1772000000000 } from './migrations/1772000000000-initial.js';
import { migrate, openDataSources } from './open-database.js';
import type { Transaction } from './transaction.js';

class Noted {
  static readonly isShared = false;

  constructor(readonly what: string) {}
}

let home: string;
let sources: DataSources;
let events: Events;
let db: Database;
let heard: string[];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-database-'));
  sources = await openDataSources(
    { kind: 'sqlite', path: join(home, 'test.db') },
    { entities: [], migrations: [Initial1772000000000] },
  );
  await migrate(sources);
  events = new Events();
  db = new Database(sources, events, createLogger('silent'));
  heard = [];
  events.on(Noted, ({ what }) => heard.push(what));
  await sources.writer.query('CREATE TABLE notes (what TEXT PRIMARY KEY)');
});
afterEach(async () => {
  await db.onApplicationShutdown();
  rmSync(home, { recursive: true });
});

/** Stores a note, and says so. */
async function note(tx: Transaction, what: string): Promise<void> {
  await tx.manager.query('INSERT INTO notes (what) VALUES (?)', [what]);
  tx.publish(new Noted(what));
}

async function notes(): Promise<string[]> {
  const rows = await db.read.query<{ what: string }[]>('SELECT what FROM notes ORDER BY rowid');
  return rows.map(({ what }) => what);
}

it('what is written can be read as soon as the write resolves', async () => {
  const answer = await db.write(async (tx) => {
    await note(tx, 'one');
    return 7;
  });

  expect(answer).toBe(7);
  expect(await notes()).toEqual(['one']);
});

it('reads never see what is not committed', async () => {
  const seen: string[][] = [];

  await db.write(async (tx) => {
    await note(tx, 'one');
    seen.push(await notes());
    await note(tx, 'two');
    seen.push(await notes());
  });

  expect(seen).toEqual([[], []]);
  expect(await notes()).toEqual(['one', 'two']);
});

it('work that fails leaves nothing, says so, and does not stop the next', async () => {
  const failed = db.write(async (tx) => {
    await note(tx, 'one');
    throw new Error('changed my mind');
  });
  const duplicate = db.write(async (tx) => {
    await note(tx, 'two');
    await note(tx, 'two');
  });
  const next = db.write((tx) => note(tx, 'three'));

  await expect(failed).rejects.toThrow('changed my mind');
  await expect(duplicate).rejects.toMatchObject({ driverError: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } });
  await next;
  expect(await notes()).toEqual(['three']);
  expect(heard).toEqual(['three']);
});

it('events come after the commit: who hears one can read what it tells of', async () => {
  const reads: Promise<string[]>[] = [];
  const heardDuring: string[] = [];
  events.on(Noted, () => reads.push(notes()));

  await db.write(async (tx) => {
    await note(tx, 'one');
    await note(tx, 'two');
    heardDuring.push(...heard);
  });

  expect(heardDuring).toEqual([]);
  expect(heard).toEqual(['one', 'two']);
  expect(await Promise.all(reads)).toEqual([
    ['one', 'two'],
    ['one', 'two'],
  ]);
});

it('writes run one after the other, in the order in which they were asked for, and so do their events', async () => {
  let running = 0;
  let most = 0;

  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      db.write(async (tx) => {
        most = Math.max(most, ++running);
        // The earlier it was asked for, the longer it takes.
        for (let turn = i; turn < 20; turn++) await tx.manager.query('SELECT 1');
        await note(tx, String(i));
        running--;
      }),
    ),
  );

  const order = Array.from({ length: 20 }, (_, i) => String(i));
  expect(most).toBe(1);
  expect(await notes()).toEqual(order);
  expect(heard).toEqual(order);
});

it('reads cannot write', async () => {
  await expect(db.read.query("INSERT INTO notes (what) VALUES ('x')")).rejects.toMatchObject({
    driverError: { code: 'SQLITE_READONLY' },
  });
});

it('keeps commits durable and foreign keys on', async () => {
  const pragma = async (name: string): Promise<unknown[]> => {
    const rows = await sources.writer.query<Record<string, unknown>[]>(`PRAGMA ${name}`);
    return rows.flatMap((row) => Object.values(row));
  };

  expect(await pragma('journal_mode')).toEqual(['wal']);
  expect(await pragma('synchronous')).toEqual([2]); // FULL
  expect(await pragma('foreign_keys')).toEqual([1]);
  await expect(
    db.write((tx) => tx.manager.query("INSERT INTO first_admin (id, user_id) VALUES (1, 'nobody')")),
  ).rejects.toMatchObject({ driverError: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } });
});

it('ends what is under way before it closes', async () => {
  const write = db.write((tx) => note(tx, 'one'));

  await db.onApplicationShutdown();
  await write;

  sources = await openDataSources(
    { kind: 'sqlite', path: join(home, 'test.db') },
    { entities: [], migrations: [Initial1772000000000] },
  );
  await migrate(sources);
  db = new Database(sources, events, createLogger('silent'));
  expect(await notes()).toEqual(['one']);
});

it('runs work again whose row lost what it refers to, so that it can find out', async () => {
  let runs = 0;

  const result = await db.write(async (tx) => {
    runs += 1;
    if (runs === 1) await tx.manager.query("INSERT INTO first_admin (id, user_id) VALUES (1, 'gone')");
    return 'found out';
  });

  expect([result, runs]).toEqual(['found out', 2]);
});

it('the write-ahead log gives its space back: most of it once it is not needed, and all of it at a stop', async () => {
  const size = () => statSync(join(home, 'test.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
  const megabyte = 1024 * 1024;
  // While somebody reads what is old, as a backup does, nothing can be moved out of the log.
  const reader = new LibsqlDatabase(join(home, 'test.db'));
  reader.exec('BEGIN; SELECT COUNT(*) FROM notes');
  for (let i = 0; i < 20; i++) await db.write((tx) => note(tx, String(i).padEnd(megabyte, '.')));
  const large = size();
  reader.exec('COMMIT');
  reader.close();
  for (let i = 20; i < 23; i++) await db.write((tx) => note(tx, String(i)));
  const usual = size();

  await db.onApplicationShutdown();

  expect(large).toBeGreaterThan(20 * megabyte);
  expect(usual).toBeLessThanOrEqual(8 * megabyte);
  expect(size()).toBe(0);
  sources = await openDataSources({ kind: 'sqlite', path: join(home, 'test.db') }, { entities: [], migrations: [] });
  db = new Database(sources, events, createLogger('silent'));
});
