import * as node from 'node:crypto';
import type * as Signatures from './ed25519.js';

const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));

/** The module as it is loaded first, where WebCrypto is as it is here, or refuses Ed25519 as older browsers do. */
function load(): typeof Signatures {
  let loaded: typeof Signatures | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<typeof Signatures>('./ed25519.js');
  });
  if (loaded === undefined) throw new Error('the module did not load');
  return loaded;
}

/** What `work` does while WebCrypto knows no Ed25519; how often it was asked for it is counted. */
async function withoutEd25519<T>(
  work: (module: typeof Signatures) => Promise<T>,
): Promise<{ result: T; asked: number }> {
  let asked = 0;
  const importKey = (): Promise<CryptoKey> => {
    asked += 1;
    return Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
  };
  const crypto = { subtle: { importKey }, getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) };
  const former = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
  Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  try {
    return { result: await work(load()), asked };
  } finally {
    Object.defineProperty(globalThis, 'crypto', former);
  }
}

/** Signatures of another implementation. */
function byNode(privateKey: string, message: Uint8Array): string {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([prefix, Buffer.from(privateKey, 'base64')]);
  const key = node.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return node.sign(null, message, key).toString('base64');
}

describe('where WebCrypto lacks Ed25519', () => {
  it('keys and signatures are the same as where it has it, and it is asked once', async () => {
    const { privateKey, publicKey } = await load().generateSigningKeyPair();

    const { result, asked } = await withoutEd25519(async ({ sign, signingPublicKeyOf, verify }) => {
      const signature = await sign(privateKey, bytes('hello'));
      return {
        publicKey: await signingPublicKeyOf(privateKey),
        signature,
        isValid: await verify(publicKey, bytes('hello'), signature),
        ofAnother: await verify(publicKey, bytes('hullo'), signature),
      };
    });

    expect(result).toEqual({
      publicKey,
      signature: byNode(privateKey, bytes('hello')),
      isValid: true,
      ofAnother: false,
    });
    expect(asked).toBe(1);
    expect(await load().verify(publicKey, bytes('hello'), result.signature)).toBe(true);
  });

  it('makes key pairs, and takes no key or signature that is none', async () => {
    const { result } = await withoutEd25519(async ({ generateSigningKeyPair, sign, verify }) => {
      const { privateKey, publicKey } = await generateSigningKeyPair();
      const signature = await sign(privateKey, bytes('x'));
      const noPoint = Buffer.alloc(32, 0xff).toString('base64');
      return [
        await verify(publicKey, bytes('x'), signature),
        await verify(noPoint, bytes('x'), signature),
        await verify(publicKey, bytes('x'), Buffer.alloc(64, 0xff).toString('base64')),
        await verify(publicKey, bytes('x'), 'short'),
        await sign('short', bytes('x')).catch((error: unknown) => (error as { code: string }).code),
      ];
    });
    expect(result).toEqual([true, false, false, false, 'invalid_key']);
  });
});

it('where WebCrypto has Ed25519, it signs as RFC 8032 has it', async () => {
  const { privateKey, publicKey } = await load().generateSigningKeyPair();
  const signature = await load().sign(privateKey, bytes('hello'));
  expect(signature).toBe(byNode(privateKey, bytes('hello')));
  expect(await load().verify(publicKey, bytes('hello'), signature)).toBe(true);
  expect(await load().verify(publicKey, bytes('hullo'), signature)).toBe(false);
});
