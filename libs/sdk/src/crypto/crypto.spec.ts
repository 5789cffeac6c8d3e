import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import { inspect } from 'node:util';
import {
  CryptoError,
  decryptText,
  encryptText,
  fingerprint,
  generateKey,
  generateKeyPair,
  getPublicKey,
  isCryptoError,
  openEnvelope,
  openKeystore,
  sealEnvelope,
  sealKeystore,
} from './index.js';
import { KeystoreSealer } from './keystore.js';

const length = (base64: string): number => Buffer.from(base64, 'base64').length;

describe('keys', () => {
  it('are base64 of 32 bytes, new ones each time', async () => {
    const [alice, bob] = await Promise.all([generateKeyPair(), generateKeyPair()]);
    const keys = [alice.publicKey, alice.privateKey, bob.publicKey, bob.privateKey, generateKey(), generateKey()];
    expect(keys.map(length)).toEqual([32, 32, 32, 32, 32, 32]);
    expect(new Set(keys).size).toBe(6);
  });

  it('come in pairs: the public one can be derived from the private one', async () => {
    const { publicKey, privateKey } = await generateKeyPair();
    expect(await getPublicKey(privateKey)).toBe(publicKey);
  });
});

describe('what alice seals', () => {
  it('bob opens: an envelope', async () => {
    const [alice, bob] = await Promise.all([generateKeyPair(), generateKeyPair()]);
    const key = generateKey();
    const envelope = await sealEnvelope({ key, senderPrivateKey: alice.privateKey, recipientPublicKey: bob.publicKey });
    expect(length(envelope)).toBe(12 + 32 + 16);
    expect(await openEnvelope({ envelope, privateKey: bob.privateKey, senderPublicKey: alice.publicKey })).toBe(key);
  });

  it('bob decrypts: a text', async () => {
    const key = generateKey();
    expect(await decryptText(key, await encryptText(key, 'привет 👋'))).toBe('привет 👋');
  });

  it('she opens again, whatever keyboard types the password: a keystore', async () => {
    const [composed, decomposed] = ['pässwört\u00a07'.normalize('NFC'), 'pässwört\u00a07'.normalize('NFD')];
    const keystores = [await sealKeystore(composed, { key: 'x' }), await sealKeystore(decomposed, { key: 'x' })];

    for (const keystore of keystores) {
      for (const password of [composed, decomposed, 'pässwört 7']) {
        expect(await openKeystore(password, keystore)).toEqual({ key: 'x' });
      }
    }
  });

  it('she opens again, however large it is: a keystore', async () => {
    const document = { text: 'x'.repeat(10_000_000) };
    const keystore = await sealKeystore('a long one', document);
    expect(await openKeystore('a long one', keystore)).toEqual(document);
    const changed = keystore.replace(/.{8}"}$/, '*$&');
    await expect(openKeystore('a long one', changed)).rejects.toMatchObject({ code: 'invalid_data' });
  });

  it('she opens again, and all that is sealed with it: a keystore of a client that takes passwords as they are', async () => {
    const password = 'pässwört 7'.normalize('NFD');
    const old = keystoreAsGiven(password, { key: 'old' });
    expect(await openKeystore(password, old)).toEqual({ key: 'old' });
    await expect(openKeystore('pässwört 7', old)).rejects.toMatchObject({ code: 'wrong_password' });

    const sealer = new KeystoreSealer(password);
    expect(await sealer.open(old)).toEqual({ key: 'old' });
    const renewed = await sealer.seal({ key: 'new' });

    expect(await openKeystore('pässwört 7', renewed)).toEqual({ key: 'new' });
    expect(await sealer.open(renewed)).toEqual({ key: 'new' });
    expect(await sealer.open(old)).toEqual({ key: 'old' });
  });

  it('she opens again: a keystore', async () => {
    const keystore = await sealKeystore('correct horse 7', { private_key: 'x' });
    const { salt, data, ...rest } = JSON.parse(keystore) as { salt: string; data: string };
    expect(rest).toEqual({ version: 1, kdf: 'scrypt', n: 32768, r: 8, p: 1, cipher: 'aes-256-gcm' });
    expect(length(salt)).toBe(16);
    expect(length(data)).toBe(12 + '{"private_key":"x"}'.length + 16);
    expect(await openKeystore('correct horse 7', keystore)).toEqual({ private_key: 'x' });
  });

  it('never looks the same twice', async () => {
    const key = generateKey();
    const { publicKey, privateKey } = await generateKeyPair();
    const input = { key, senderPrivateKey: privateKey, recipientPublicKey: publicKey };
    expect(await encryptText(key, 'hello')).not.toBe(await encryptText(key, 'hello'));
    expect(await sealEnvelope(input)).not.toBe(await sealEnvelope(input));
    const [first, second] = [await sealKeystore('pw', {}), await sealKeystore('pw', {})];
    expect((JSON.parse(first) as { salt: string }).salt).not.toBe((JSON.parse(second) as { salt: string }).salt);
  });
});

/** What JSON cannot hold. */
function circle(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

describe('misuse', () => {
  const badKeys = [
    '',
    'short',
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(33).toString('base64'),
    'é'.repeat(32),
    `${'A'.repeat(42)}B=`, // the right length, but not as 32 bytes are spelt
  ];

  it.each(badKeys)('of %j as a key is invalid_key, in every function', async (bad) => {
    const { publicKey, privateKey } = await generateKeyPair();
    const key = generateKey();
    const calls = [
      () => encryptText(bad, 'hello'),
      () => decryptText(bad, 'AAAA'),
      () => getPublicKey(bad),
      () => fingerprint('alice', [publicKey, bad]),
      () => sealEnvelope({ key: bad, senderPrivateKey: privateKey, recipientPublicKey: publicKey }),
      () => sealEnvelope({ key, senderPrivateKey: bad, recipientPublicKey: publicKey }),
      () => sealEnvelope({ key, senderPrivateKey: privateKey, recipientPublicKey: bad }),
      () => openEnvelope({ envelope: 'AAAA', privateKey: bad, senderPublicKey: publicKey }),
      () => openEnvelope({ envelope: 'AAAA', privateKey, senderPublicKey: bad }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ name: 'CryptoError', code: 'invalid_key' });
  });

  it('with a low-order public key does not seal', async () => {
    const { privateKey } = await generateKeyPair();
    const recipientPublicKey = Buffer.alloc(32).toString('base64');
    const sealing = sealEnvelope({ key: generateKey(), senderPrivateKey: privateKey, recipientPublicKey });
    await expect(sealing).rejects.toMatchObject({ code: 'invalid_key' });
  });

  it('of something that is not a string does not encrypt or seal', async () => {
    const nothing = undefined as unknown as string;
    await expect(encryptText(generateKey(), nothing)).rejects.toMatchObject({ code: 'invalid_data' });
    await expect(sealKeystore(nothing, {})).rejects.toMatchObject({ code: 'invalid_password' });
    await expect(sealKeystore('', {})).rejects.toMatchObject({ code: 'invalid_password' });
    await expect(openKeystore(nothing, '{}')).rejects.toMatchObject({ code: 'invalid_password' });
  });

  it('of nothing at all names what is missing', async () => {
    const nothing = undefined as never;
    for (const call of [() => openEnvelope(nothing), () => sealEnvelope(nothing)]) {
      await expect(call()).rejects.toMatchObject({ name: 'CryptoError', code: 'invalid_key' });
    }
    for (const call of [() => fingerprint(nothing, []), () => fingerprint('alice', nothing)]) {
      await expect(call()).rejects.toMatchObject({ name: 'CryptoError', code: 'invalid_data' });
    }
  });

  it.each([
    ['undefined', undefined],
    ['a BigInt', { key: 1n }],
    ['a circle', circle()],
    ['a function', () => 'key'],
  ])('never seals what could not be opened: %s', async (_name, value) => {
    await expect(sealKeystore('correct horse 7', value as object)).rejects.toMatchObject({
      name: 'CryptoError',
      code: 'invalid_data',
    });
  });

  it.each(['\ud83d', 'cut \ud83d off', '\udc4b', '\udc4b\ud83d'])(
    'never encrypts what would be another text afterwards: half a character, %j',
    async (text) => {
      const rejection = { name: 'CryptoError', code: 'invalid_data' };
      await expect(encryptText(generateKey(), text)).rejects.toMatchObject(rejection);
      await expect(fingerprint(text, [])).rejects.toMatchObject(rejection);
    },
  );

  it('gives errors without keys, passwords or plaintext in them', async () => {
    const secret = Buffer.from('a secret that is too long for a key').toString('base64');
    const errors = await Promise.all([
      encryptText(secret, 'hello').catch((error: unknown) => error),
      openKeystore('pass-word', `{"private_key":"${secret}"`).catch((error: unknown) => error),
      openKeystore('pass-word', await sealKeystore('another', { private_key: secret })).catch(
        (error: unknown) => error,
      ),
    ]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(CryptoError);
      expect(inspect(error, { depth: 5 })).not.toMatch(new RegExp(`${secret}|pass-word|private_key`));
    }
  });
});

/** A keystore as Node's own functions make it, under the bytes of the password. */
function keystoreAsGiven(password: string, value: object): string {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const key = scryptSync(password, salt, 32, { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = [nonce, cipher.update(JSON.stringify(value)), cipher.final(), cipher.getAuthTag()];
  const [data, salted] = [Buffer.concat(sealed).toString('base64'), salt.toString('base64')];
  return JSON.stringify({ version: 1, kdf: 'scrypt', salt: salted, n: 32768, r: 8, p: 1, cipher: 'aes-256-gcm', data });
}

describe('isCryptoError', () => {
  it('knows the errors of other copies of the package', async () => {
    const error: unknown = await encryptText('', '').catch((reason: unknown) => reason);
    let other: unknown;
    await jest.isolateModulesAsync(async () => {
      const copy = await import('./index.js');
      other = await copy.encryptText('', '').catch((reason: unknown) => reason);
    });
    expect(other).not.toBeInstanceOf(CryptoError);
    expect(isCryptoError(error, 'invalid_key')).toBe(true);
    expect(isCryptoError(other)).toBe(true);
    expect(isCryptoError(other, 'invalid_key')).toBe(true);
    expect(isCryptoError(other, 'invalid_data')).toBe(false);
    expect([new Error('no'), null, undefined, 'CryptoError', {}].some((value) => isCryptoError(value))).toBe(false);
  });
});

describe('a runtime', () => {
  const subtle = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!;
  const without = (replacement: object) => Object.defineProperty(globalThis, 'crypto', { value: replacement });
  beforeEach(() => Object.defineProperty(globalThis, 'crypto', { ...subtle, configurable: true }));
  afterEach(() => Object.defineProperty(globalThis, 'crypto', subtle));

  it('without WebCrypto, as in a page that is not on https, says so', async () => {
    without({ getRandomValues: (bytes: Uint8Array) => bytes });
    const unsupported = { code: 'unsupported', message: 'there is no WebCrypto here: a page needs https or localhost' };
    await expect(generateKeyPair()).rejects.toMatchObject(unsupported);
    await expect(encryptText(Buffer.alloc(32).toString('base64'), 'hello')).rejects.toMatchObject(unsupported);
  });

  it('without X25519, as in a browser that is too old, says so', async () => {
    const refuse = () => Promise.reject(new DOMException('Unrecognized name', 'NotSupportedError'));
    without({ subtle: { generateKey: refuse, importKey: refuse } });
    const unsupported = { code: 'unsupported', message: 'this runtime lacks X25519' };
    await expect(generateKeyPair()).rejects.toMatchObject(unsupported);
    await expect(getPublicKey(Buffer.alloc(32).toString('base64'))).rejects.toMatchObject(unsupported);
  });
});
