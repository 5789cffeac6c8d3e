import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  at,
  filled,
  fromFile,
  newSqlite,
  older,
  schema,
  stopAt,
  toFile,
  useArchives,
} from '../../../../../../test/support/archives.js';
import { backupToFile } from './backup.js';
import { type Manifest, MANIFEST_FILE, manifestFiles } from './manifest.js';
import { openArchive, verify } from './source.js';
import { tarEnd, tarEntry } from './tar.js';

useArchives();

describe('a backup file', () => {
  it('is a tar that is readable by its owner only, and says what is in it', async () => {
    const manifest = await toFile(await filled(await newSqlite(), { notes: 3 }), at('a.tar'));

    expect(statSync(at('a.tar')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(at('a.tar'))).filter((file) => file.includes('unfinished'))).toEqual([]);
    execFileSync('tar', ['xf', at('a.tar')], { cwd: dirname(at('a.tar')) });
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
    expect(readdirSync(dirname(at('a.tar'))).filter((file) => file.includes('unfinished'))).toEqual([]);
    await expect(toFile(config, at('nowhere/a.tar'))).rejects.toThrow('cannot be written');
  });

  it('is refused when it is cut anywhere, and the database is not touched', async () => {
    await toFile(await filled(await newSqlite(), { notes: 20 }), at('a.tar'));
    const whole = readFileSync(at('a.tar'));
    const target = await newSqlite();

    for (let length = 0; length < whole.length - 1024; length += 311) {
      writeFileSync(at('cut.tar'), whole.subarray(0, length));
      await expect(fromFile(at('cut.tar'), target)).rejects.toThrow(/it is (no backup|cut|not whole|damaged)/);
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
    await expect(openArchive(at('new.tar'))).rejects.toThrow('it was made by a newer Dialtone, 9.0.0');
    await expect(fromFile(at('a.tar'), await newSqlite(), older)).rejects.toThrow(
      'The archive is of a newer Dialtone: this version does not know its migration Second1700000000001',
    );
    write({ ...manifest, tables: [{ ...manifest.tables[0], rows: -1 }] });
    await expect(openArchive(at('new.tar'))).rejects.toThrow('its manifest.json is wrong');
  });
});
