import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeToOthers } from './private-files.js';
import { makeFolder } from './private-folder.js';

let home: string;
let dataDir: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-private-'));
  dataDir = join(home, 'data');
});
afterEach(() => rmSync(home, { recursive: true }));

const FILES = [
  'username-pepper',
  'admin-token',
  ...['', '-wal', '-shm', '-migration-lock', '-server-lock'].map((part) => `x.db${part}`),
];

function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

/** A data folder with all its files. */
function fill(folderMode: number, fileMode: number): void {
  mkdirSync(dataDir);
  for (const file of FILES) {
    writeFileSync(join(dataDir, file), '');
    chmodSync(join(dataDir, file), fileMode);
  }
  chmodSync(dataDir, folderMode);
}

function close(userHome = home): string[] {
  return closeToOthers({ dataDir, database: { kind: 'sqlite', path: join(dataDir, 'x.db') } }, userHome);
}

it('makes a folder, and those above it, for the owner alone', () => {
  makeFolder(join(dataDir, 'deep'));
  makeFolder(join(dataDir, 'deep'));

  expect([modeOf(dataDir), modeOf(join(dataDir, 'deep'))]).toEqual(['700', '700']);
});

it('says why a folder cannot be made, also in /proc, where Node would try for ever', () => {
  writeFileSync(join(home, 'file'), '');

  expect(() => makeFolder(join(home, 'file', 'data'))).toThrow('ENOTDIR');
  if (process.platform === 'linux') expect(() => makeFolder('/proc/dialtone/data')).toThrow('ENOENT');
});

it('closes the folder and its files, which were open', () => {
  fill(0o755, 0o644);

  expect(close()).toEqual([]);

  expect(modeOf(dataDir)).toBe('700');
  expect(FILES.map((file) => modeOf(join(dataDir, file)))).toEqual(FILES.map(() => '600'));
});

it('needs none of them, and leaves alone what is closed, and what it does not know', () => {
  expect(close()).toEqual([]);
  fill(0o500, 0o400);
  writeFileSync(join(home, 'x.db'), '');
  chmodSync(home, 0o755);

  expect(close()).toEqual([]);

  expect([modeOf(dataDir), modeOf(join(dataDir, 'x.db')), modeOf(home)]).toEqual(['500', '400', '755']);
});

it('does not close a folder that is for everybody, such as /tmp', () => {
  fill(0o1777, 0o644);

  expect(close()).toEqual([`${dataDir} is open to all users of this machine: chmod o= ${dataDir}`]);

  expect([modeOf(dataDir), modeOf(join(dataDir, 'x.db'))]).toEqual(['1777', '600']);
});

it("does not close somebody's home that holds other things, but says that it is open", () => {
  fill(0o755, 0o644);
  mkdirSync(join(dataDir, 'log'));

  expect(close(dataDir)).toEqual([`${dataDir} is open to all users of this machine: chmod o= ${dataDir}`]);

  expect([modeOf(dataDir), modeOf(join(dataDir, 'x.db'))]).toEqual(['755', '600']);
});

it.each([
  ['that is no home', false, ['log', 'backup', 'tls.pem']],
  ['that is a home of nothing else', true, ['chat-alice', 'lost+found']],
])('closes a folder %s', (_what, isHome, others) => {
  fill(0o755, 0o644);
  for (const name of others) mkdirSync(join(dataDir, name));
  writeFileSync(join(dataDir, 'x.db'), 'SQLite format 3\0...');

  expect(close(isHome ? dataDir : home)).toEqual([]);

  expect([modeOf(dataDir), modeOf(join(dataDir, 'x.db'))]).toEqual(['700', '600']);
});

it('does not touch a file that is no database, and leaves it to the start to say so', () => {
  fill(0o700, 0o644);
  writeFileSync(join(dataDir, 'x.db'), 'root:x:0:0:root:/root:/bin/sh\n');

  expect(close()).toEqual([]);

  expect(modeOf(join(dataDir, 'x.db'))).toBe('644');
});

if (process.getuid?.() === 0)
  it('leaves what another user owns, and warns if everybody can read it', () => {
    fill(0o750, 0o640);
    const [pepper, token] = [join(dataDir, 'username-pepper'), join(dataDir, 'admin-token')];
    for (const path of [dataDir, pepper, token]) chownSync(path, 12_345, 12_345);
    chmodSync(token, 0o644);

    expect(close()).toEqual([`${token} is open to all users of this machine: chmod o= ${token}`]);

    expect([dataDir, pepper, token].map(modeOf)).toEqual(['750', '640', '644']);
  });
