import { createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from 'node:crypto';
import { PublicKeyPattern } from '@app/contract';
import { encoded, LOW_ORDER_KEYS } from '../support/public-keys.js';

const { privateKey } = generateKeyPairSync('x25519');

/** What a client makes of a public key that the server hands to it: a secret, unless X25519 refuses the key. */
function secretWith(base64: string): Buffer {
  const x = Buffer.from(base64, 'base64').toString('base64url');
  return diffieHellman({
    privateKey,
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' }),
  });
}

it.each(LOW_ORDER_KEYS)('%s is refused by X25519, and so by the contract', (_, key) => {
  expect(() => secretWith(key)).toThrow();
  expect(PublicKeyPattern.test(key)).toBe(false);
});

it('no other key is refused, not even one of the same size as those, or one that is not reduced', () => {
  const p = 2n ** 255n - 19n;
  const neighbours = [2n, p - 2n, p + 2n, 2n ** 255n - 1n, 2n ** 256n - 1n].map(encoded);
  const random = Array.from({ length: 200 }, () => randomBytes(32).toString('base64'));

  for (const key of [...neighbours, ...random]) {
    expect([key, PublicKeyPattern.test(key), secretWith(key).length]).toEqual([key, true, 32]);
  }
});
