import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_TOKEN_FILE, createSecret, PEPPER_FILE, readSecret } from './secrets.js';

let home: string;
let dataDir: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-secrets-'));
  dataDir = join(home, 'deep', 'data');
});
afterEach(() => rmSync(home, { recursive: true }));

/** Everything that a write would change about a folder. */
function traces(folder: string): unknown[] {
  return [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((path) => {
    const { ino, mode, ctimeNs } = statSync(path, { bigint: true });
    return [path, ino, mode, ctimeNs];
  });
}

it('makes a secret of 32 random bytes that only the owner can read', () => {
  const secret = createSecret(dataDir, PEPPER_FILE);

  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(readdirSync(dataDir)).toEqual(['username-pepper']);
  expect(statSync(join(dataDir, 'username-pepper')).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

it('reads the secret as it stands in its file, and makes another one for another name', () => {
  const secret = createSecret(dataDir, PEPPER_FILE);

  expect(readSecret(dataDir, PEPPER_FILE)).toBe(`${secret}\n`);
  expect(createSecret(dataDir, ADMIN_TOKEN_FILE)).not.toBe(secret);
});

it('gives whoever comes second the secret of the first', () => {
  expect(createSecret(dataDir, PEPPER_FILE)).toBe(createSecret(dataDir, PEPPER_FILE));
});

it('reads nothing where there is nothing, and makes nothing', () => {
  writeFileSync(join(home, 'file'), '');

  expect(readSecret(dataDir, PEPPER_FILE)).toBeNull();
  expect(readSecret(join(home, 'file'), PEPPER_FILE)).toBeNull();
  expect(readdirSync(home)).toEqual(['file']);
});

it('writes nothing to read: neither the folder nor the file changes', () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'username-pepper'), 'a secret of the operator\n', { mode: 0o440 });
  chmodSync(dataDir, 0o550);
  const before = traces(dataDir);

  expect(readSecret(dataDir, PEPPER_FILE)).toBe('a secret of the operator\n');

  expect(traces(dataDir)).toEqual(before);
});

it('makes the secret on a file system without hard links, and of two servers both get the first', () => {
  jest.spyOn(fs, 'linkSync').mockImplementation(() => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
  });
  try {
    const secret = createSecret(dataDir, PEPPER_FILE);

    expect(createSecret(dataDir, PEPPER_FILE)).toBe(secret);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(readdirSync(dataDir)).toEqual(['username-pepper']);
    expect(statSync(join(dataDir, 'username-pepper')).mode & 0o777).toBe(0o600);
  } finally {
    jest.restoreAllMocks();
  }
});

it('names the settings that would help where nothing can be made', () => {
  mkdirSync(join(home, 'deep'));
  writeFileSync(dataDir, 'a file in the place of the folder');

  expect(() => createSecret(dataDir, PEPPER_FILE)).toThrow(
    `DIALTONE_DATA_DIR: ${dataDir} cannot be written (ENOTDIR: not a directory): name a folder that the server may ` +
      'write, or set DIALTONE_USERNAME_PEPPER if the database is elsewhere',
  );
  expect(readFileSync(dataDir, 'utf8')).toBe('a file in the place of the folder');
});

it('names the setting that would help where a file cannot be read', () => {
  mkdirSync(join(dataDir, 'admin-token'), { recursive: true });

  expect(() => readSecret(dataDir, ADMIN_TOKEN_FILE)).toThrow(
    `${join(dataDir, 'admin-token')} cannot be read (EISDIR: illegal operation on a directory): ` +
      'let the user of the server read it, or set DIALTONE_ADMIN_TOKEN',
  );
});
