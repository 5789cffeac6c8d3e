import { createHash } from 'node:crypto';
import { hashToken, hashUsername, newId, newToken, sameSecret } from './tokens.js';

it('a token is 32 random bytes in base64url, another one each time', () => {
  const tokens = Array.from({ length: 100 }, newToken);

  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  }
});

it('what is stored of a token is its SHA-256', () => {
  expect(hashToken('a token')).toBe(createHash('sha256').update('a token').digest('hex'));
});

it('what is stored of a name is its HMAC-SHA256 under the pepper, in hex', () => {
  // printf alice | openssl dgst -sha256 -hmac 'a pepper'
  expect(hashUsername('alice', 'a pepper')).toBe('01222f04b6a63ed9207e540530ea28229eb905ea27e091ab6edeb233d5eb820b');
  expect(hashUsername('alice', 'another pepper')).not.toBe(hashUsername('alice', 'a pepper'));
});

it('ids made later sort later', () => {
  const ids = Array.from({ length: 1000 }, newId);

  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(1000);
});

it.each([
  ['secret', 'secret', true],
  ['secret', 'Secret', false],
  ['secret', 'secret ', false],
  ['secret', '', false],
  ['', '', true],
  ['é', 'e\u0301', false],
])('%j and %j are the same secret: %s', (a, b, same) => {
  expect(sameSecret(a, b)).toBe(same);
});
