import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrCreateSecret } from './secrets.js';

let home: string;
let dataDir: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-secrets-'));
  dataDir = join(home, 'deep', 'data');
});
afterEach(() => rmSync(home, { recursive: true }));

it('makes a secret of 32 random bytes that only the owner can read', () => {
  const secret = readOrCreateSecret(dataDir, 'pepper');

  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(readdirSync(dataDir)).toEqual(['pepper']);
  expect(statSync(join(dataDir, 'pepper')).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

it('keeps to the secret that is there, and makes another one for another name', () => {
  const secret = readOrCreateSecret(dataDir, 'pepper');

  expect(readOrCreateSecret(dataDir, 'pepper')).toBe(secret);
  expect(readOrCreateSecret(dataDir, 'admin-token')).not.toBe(secret);
});

it('takes a secret that the operator has put there, and closes it to others', () => {
  readOrCreateSecret(dataDir, 'other');
  writeFileSync(join(dataDir, 'pepper'), 'a secret of the operator\n', { mode: 0o644 });

  expect(readOrCreateSecret(dataDir, 'pepper')).toBe('a secret of the operator');
  expect(statSync(join(dataDir, 'pepper')).mode & 0o777).toBe(0o600);
});

it('does not replace a file that was cut short', () => {
  readOrCreateSecret(dataDir, 'other');
  writeFileSync(join(dataDir, 'pepper'), 'short');

  expect(() => readOrCreateSecret(dataDir, 'pepper')).toThrow('fewer than 16 characters');
  expect(readFileSync(join(dataDir, 'pepper'), 'utf8')).toBe('short');
  expect(readdirSync(dataDir).sort()).toEqual(['other', 'pepper']);
});
