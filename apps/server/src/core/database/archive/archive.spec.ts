import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  at,
  filled,
  fromFile,
  hashes,
  migrated,
  newSqlite,
  older,
  rowsIn,
  schema,
  stopAt,
  stores,
  toFile,
  useArchives,
  USERS,
  ways,
} from '../../../../../../test/support/archives.js';
import { backupToFile } from './backup.js';
import { exportToFolder } from './export.js';
import { load } from './load.js';
import { MANIFEST_FILE } from './manifest.js';
import { pagesOf } from './pages.js';
import { withSession } from './session.js';
import { openArchive } from './source.js';
import { tablesOf } from './tables.js';

useArchives();

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
    await load(archive, copy, { schema });
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

it('a database that holds none of its data is not archived', async () => {
  const config = await newSqlite();

  await expect(toFile(config, at('a.tar'))).rejects.toThrow('There is no database');
  await migrated(config, { entities: [], migrations: [] });
  await expect(toFile(config, at('a.tar'))).rejects.toThrow('The database is');
});
