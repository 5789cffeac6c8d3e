import { readFileSync } from 'node:fs';
import { isBcrypt, isEncryptedName, isId, isMessageBody, isPublicKey, MENDED, Mender, REFUSED } from './rules.js';

it('are those of docs/upgrading.md, word for word', () => {
  const rows = [...readFileSync('docs/upgrading.md', 'utf8').matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)];
  expect(Object.fromEntries(rows.map(([, rule, text]) => [rule, text]))).toEqual({ ...MENDED, ...REFUSED });
});

it.each([
  ['2a', '$2a$10$CwTycUXWue0Thq9StjUM0uJ8yq4YXmFg7p6qkVX9BLM6aWmXv9tS6', true],
  ['2b', '$2b$04$CwTycUXWue0Thq9StjUM0uJ8yq4YXmFg7p6qkVX9BLM6aWmXv9tS6', true],
  ['a cost that would keep the server busy', '$2a$31$CwTycUXWue0Thq9StjUM0uJ8yq4YXmFg7p6qkVX9BLM6aWmXv9tS6', false],
  ['one that is cut', '$2a$10$CwTycUXWue0Thq9StjUM0uJ8yq4YXmFg7p6qkVX9BLM6aWmXv9tS', false],
  ['Argon2', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA', false],
  ['none', '', false],
])('take hashes of bcrypt alone: %s', (_what, hash, expected) => {
  expect(isBcrypt(hash)).toBe(expected);
});

it('judge texts as the contract does', () => {
  expect([' ', 'x'.repeat(4097), 'ü'.repeat(2048), 'x'].map(isEncryptedName)).toEqual([false, false, true, true]);
  expect(['\n', 'x'.repeat(16_385), 'x'.repeat(16_384)].map(isMessageBody)).toEqual([false, false, true]);
  expect(['', `${'A'.repeat(43)}=`, `${'B'.repeat(42)}A=`].map(isPublicKey)).toEqual([false, false, true]);
  expect(['', '9d3f', '5e0c7a3e-6a55-4d0e-9a39-6a6f6d1f7a01'].map(isId)).toEqual([false, false, true]);
});

describe('mending', () => {
  it('leaves what can be stored as it is', () => {
    const mender = new Mender();
    const time = new Date('2025-03-01T09:30:00.000Z');

    expect([mender.encryptedName('name'), mender.time(time)]).toEqual(['name', time]);
    expect([...mender.rules]).toEqual([]);
  });

  it.each([
    [Infinity, '9999-12-31T23:59:59.000Z'],
    [-Infinity, '1970-01-01T00:00:01.000Z'],
    [new Date('0042-01-01T00:00:00.000Z'), '1970-01-01T00:00:01.000Z'],
    [new Date('+012026-01-01T00:00:00.000Z'), '9999-12-31T23:59:59.000Z'],
  ])('brings the time %s to one that can be stored', (value, expected) => {
    const mender = new Mender();

    expect(mender.time(value).toISOString()).toBe(expected);
    expect([...mender.rules]).toEqual(['impossible_time']);
  });

  it('puts a name that nobody can read in the place of one that breaks the contract', () => {
    const mender = new Mender();

    expect(isEncryptedName(mender.encryptedName(' '))).toBe(true);
    expect([...mender.rules]).toEqual(['unreadable_name']);
  });
});
