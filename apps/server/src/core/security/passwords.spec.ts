import type * as Argon2 from '@node-rs/argon2';
import type * as Bcrypt from '@node-rs/bcrypt';
import { Passwords } from './passwords.js';

// The library's own object, to look on while it works.
const argon2 = jest.requireActual<typeof Argon2>('@node-rs/argon2');
const bcrypt = jest.requireActual<typeof Bcrypt>('@node-rs/bcrypt');
const PARAMETERS = '$argon2id$v=19$m=1024,t=1,p=1$';
const HERE = '192.0.2.1';
const CHEAP = { memoryCost: 1024, timeCost: 1, parallelism: 1 };

afterEach(() => jest.restoreAllMocks());

it('hashes with argon2id under a salt of its own each time', async () => {
  const passwords = new Passwords({ argon2: CHEAP });

  const [one, two] = await Promise.all([
    passwords.hash('correct horse 7', HERE),
    passwords.hash('correct horse 7', HERE),
  ]);

  expect(one).not.toBe(two);
  expect(one.startsWith(PARAMETERS)).toBe(true);
  expect(one.length).toBeLessThanOrEqual(255); // the column's width
});

it('tells the right password from others', async () => {
  const passwords = new Passwords({ argon2: CHEAP });
  const hash = await passwords.hash('pässwört 7', HERE);

  expect(await passwords.verify(hash, 'pässwört 7', HERE)).toBe(true);
  expect(await passwords.verify(hash, 'passwort 7', HERE)).toBe(false);
  expect(await passwords.verify(hash, '', HERE)).toBe(false);
});

it('counts all of a long password', async () => {
  const passwords = new Passwords({ argon2: CHEAP });
  const hash = await passwords.hash(`${'x'.repeat(1023)}1`, HERE);

  expect(await passwords.verify(hash, `${'x'.repeat(1023)}2`, HERE)).toBe(false);
});

it.each([null, undefined])(
  'answers no for a user without a hash (%s), with the same work as for one with it',
  async (none) => {
    const passwords = new Passwords({ argon2: CHEAP });
    const hash = await passwords.hash('correct horse 7', HERE);
    const verify = jest.spyOn(argon2, 'verify');

    const answers = [await passwords.verify(hash, 'a guess', HERE), await passwords.verify(none, 'a guess', HERE)];

    expect(answers).toEqual([false, false]);
    expect(verify).toHaveBeenCalledTimes(2);
    for (const [stored, password] of verify.mock.calls) {
      expect(String(stored).startsWith(PARAMETERS)).toBe(true);
      expect(password).toBe('a guess');
    }
  },
);

it.each([
  ['ASCII', 'a guess 1', 1],
  ['NFC', 'rät mal 7'.normalize('NFC'), 1],
  ['NFD', 'rät mal 7'.normalize('NFD'), 2],
])(
  'tries the older form of a password only where there is one, and for nobody as well: %s',
  async (_form, guess, n) => {
    const passwords = new Passwords({ argon2: CHEAP });
    const hash = await passwords.hash('correct horse 7', HERE);
    const verify = jest.spyOn(argon2, 'verify');

    for (const stored of [hash, null]) {
      verify.mockClear();
      expect(await passwords.verify(stored, guess, HERE)).toBe(false);
      expect(verify).toHaveBeenCalledTimes(n);
    }
  },
);

it('makes a new hash of a password that came in an older form', async () => {
  const passwords = new Passwords({ argon2: CHEAP });
  const old = await argon2.hash('schlüssel 7'.normalize('NFD'), CHEAP);

  const renewed = await passwords.rehash(old, 'schlüssel 7'.normalize('NFD'), HERE);

  expect(await passwords.verify(old, 'schlüssel 7'.normalize('NFC'), HERE)).toBe(false);
  expect(await passwords.verify(renewed, 'schlüssel 7'.normalize('NFC'), HERE)).toBe(true);
});

it('answers no for a user without a hash even to the password behind its stand-in', async () => {
  expect(await new Passwords({ argon2: CHEAP }).verify(null, 'a password that nobody has', HERE)).toBe(false);
});

it('works on two at a time at most, and on all in the end', async () => {
  const passwords = new Passwords({ argon2: CHEAP });
  const stored = await passwords.hash('correct horse 7', HERE);
  const { hash, verify } = argon2;
  let running = 0;
  let most = 0;
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    most = Math.max(most, ++running);
    return work.finally(() => running--);
  };
  jest.spyOn(argon2, 'hash').mockImplementation((...args) => watched(hash(...args)));
  jest.spyOn(argon2, 'verify').mockImplementation((...args) => watched(verify(...args)));

  const results = await Promise.all([
    passwords.hash('one password 1', HERE),
    passwords.verify(stored, 'correct horse 7', HERE),
    passwords.verify(null, 'x', HERE),
    passwords.hash('two passwords 2', HERE),
    passwords.verify(stored, 'wrong', HERE),
  ]);

  expect(most).toBe(2);
  expect(results).toEqual([expect.any(String), true, false, expect.any(String), false]);
});

it('refuses the commonest passwords, however they are written, without any work', async () => {
  const passwords = new Passwords({ argon2: CHEAP });
  const hash = jest.spyOn(argon2, 'hash');

  await expect(passwords.hash('Password1', HERE)).rejects.toMatchObject({ code: 'password_too_common' });

  expect(hash).not.toHaveBeenCalled();
  expect(await passwords.hash('Password1 of mine', HERE)).toMatch(/^\$argon2id\$/);
});

it('takes on a hundred beyond the two at work, and tells the next one to come again', async () => {
  const passwords = new Passwords({ argon2: CHEAP });
  const stored = await passwords.hash('correct horse 7', HERE);

  const outcomes = await Promise.allSettled(
    Array.from({ length: 103 }, () => passwords.verify(stored, 'correct horse 7', HERE)),
  );

  expect(outcomes.slice(0, 102)).toEqual(Array(102).fill({ status: 'fulfilled', value: true }));
  expect(outcomes[102]).toMatchObject({ reason: { code: 'server_unavailable', retryAfter: 2 } });
  expect(await passwords.verify(stored, 'correct horse 7', HERE)).toBe(true);
});

it.each([
  ['one network', (i: number) => `203.0.113.${i}`],
  ['160 networks', (i: number) => `203.0.${i}.1`],
])('serves others though 160 addresses of %s ask for more than it can take', async (_what, addressOf) => {
  const passwords = new Passwords({ argon2: CHEAP });
  const stored = await passwords.hash('correct horse 7', HERE);
  const hostile = Array.from({ length: 640 }, (_, i) => passwords.verify(stored, 'a guess', addressOf(i % 160)));
  const outcomes = Promise.allSettled(hostile);

  const honest = [HERE, '2001:db8::1'].map((address) => passwords.verify(stored, 'correct horse 7', address));

  expect(await Promise.all(honest)).toEqual([true, true]);
  const served = (await outcomes).filter(({ status }) => status === 'fulfilled').length;
  expect(served).toBeGreaterThanOrEqual(100);
  expect(served).toBeLessThanOrEqual(252);
});

it('makes a new hash when the one stored cost something else, and only then', async () => {
  const [cheap, dear] = [CHEAP, { ...CHEAP, timeCost: 2 }].map((cost) => new Passwords({ argon2: cost }));
  const stored = await cheap.hash('correct horse 7', HERE);

  expect(await cheap.rehash(stored, 'correct horse 7', HERE)).toBeNull();
  const again = await dear.rehash(stored, 'correct horse 7', HERE);

  expect(again).toMatch(/^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
  expect(await cheap.verify(again, 'correct horse 7', HERE)).toBe(true);
});

it('goes on after a failure', async () => {
  const passwords = new Passwords({ argon2: CHEAP });

  const failures = await Promise.allSettled(Array.from({ length: 4 }, () => passwords.verify('no hash', 'x', HERE)));

  expect(failures.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  expect(await passwords.hash('password of x 1', HERE)).toMatch(/^\$argon2id\$/);
});

describe('where hashes of bcrypt were taken over', () => {
  const LONG = `7${'x'.repeat(71)}`;
  const hashed = (password: string) => bcrypt.hash(password, 4);

  it('checks them, as far as bcrypt looks, and renews them', async () => {
    const passwords = new Passwords({ argon2: CHEAP });
    const stored = await hashed(LONG);

    expect(await passwords.verify(stored, LONG.slice(1), HERE)).toBe(false);
    expect(await passwords.verify(stored, `${LONG} and more`, HERE)).toBe(true);
    const renewed = await passwords.rehash(stored, `${LONG} and more`, HERE);

    expect(renewed).toMatch(/^\$argon2id\$/);
    expect(await passwords.verify(renewed, LONG, HERE)).toBe(false);
    expect(await passwords.verify(renewed, `${LONG} and more`, HERE)).toBe(true);
  });

  it('does the same work for everybody, whatever hash they have, and for nobody', async () => {
    const passwords = new Passwords({ argon2: CHEAP });
    const hashes = [await hashed('correct horse 7'), await passwords.hash('correct horse 7', HERE), null];
    passwords.expectBcrypt();
    const [byArgon2, byBcrypt] = [jest.spyOn(argon2, 'verify'), jest.spyOn(bcrypt, 'verify')];

    const answers = [];
    for (const hash of hashes) answers.push(await passwords.verify(hash, 'correct horse 7', HERE));

    expect(answers).toEqual([true, true, false]);
    expect([byArgon2, byBcrypt].map(({ mock }) => mock.calls.length)).toEqual([3, 3]);
    for (const [, stored] of byBcrypt.mock.calls.slice(1)) expect(stored).toMatch(/^\$2a\$10\$/); // at its usual cost
  });

  it('answers no for a user without a hash even to the password behind its stand-in', async () => {
    const passwords = new Passwords({ argon2: CHEAP });
    passwords.expectBcrypt();
    jest.spyOn(bcrypt, 'verify').mockResolvedValue(true);

    expect(await passwords.verify(null, 'a guess', HERE)).toBe(false);
    expect(await passwords.verify(await passwords.hash('correct horse 7', HERE), 'a guess', HERE)).toBe(false);
  });
});
