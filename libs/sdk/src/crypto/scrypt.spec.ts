import { scryptSync } from 'node:crypto';
import { scrypt } from './scrypt.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('scrypt', () => {
  // RFC 7914, section 12, except for the last one, which takes 1 GiB.
  it.each([
    ['', '', { n: 16, r: 1, p: 1 }, '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442'],
    ['password', 'NaCl', { n: 1024, r: 8, p: 16 }, 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162'],
    [
      'pleaseletmein',
      'SodiumChloride',
      { n: 16384, r: 8, p: 1 },
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    ],
  ])('of %j and %j with %j is what the RFC says', async (password, salt, cost, expected) => {
    const key = await scrypt(bytes(password), bytes(salt), cost, 32);
    expect(Buffer.from(key).toString('hex')).toBe(expected);
  });

  it.each([
    [{ n: 2, r: 1, p: 1 }, 1],
    [{ n: 2, r: 3, p: 5 }, 100],
    [{ n: 64, r: 2, p: 3 }, 33],
    [{ n: 8192, r: 5, p: 2 }, 64],
    [{ n: 32768, r: 8, p: 1 }, 32],
  ])('with %j for %i bytes is what node:crypto says', async (cost, length) => {
    const key = await scrypt(bytes('пароль 7'), bytes('salt'), cost, length);
    const { n: N, r, p } = cost;
    expect(Buffer.from(key)).toEqual(scryptSync('пароль 7', 'salt', length, { N, r, p, maxmem: 64 * 1024 * 1024 }));
  });
});
