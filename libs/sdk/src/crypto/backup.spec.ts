import * as node from 'node:crypto';
import backups from '../../vectors/backups.json' with { type: 'json' };
import { backupKeyOf, openBackup, openBackupKey, sealBackup, sealBackupWith, wrappingKey } from './backup.js';
import { fromBase64, type Bytes } from './bytes.js';
import { entropyOfWords, generateWords } from './words.js';

const raw = (base64: string): Buffer => Buffer.from(base64, 'base64');
const bytes = (base64: string): Bytes => fromBase64(base64) as Bytes;

/** The same format implemented again, on node:crypto and without any of the package's own code. */
const reference = {
  statement(...fields: readonly string[]): Buffer {
    return Buffer.concat(
      fields.flatMap((field) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(Buffer.byteLength(field));
        return [length, Buffer.from(field)];
      }),
    );
  },
  derive(secret: string, userId: string, label: string): Buffer {
    return Buffer.from(node.hkdfSync('sha256', raw(secret), userId, label, 32));
  },
  gcm(key: Buffer, nonce: string, additional: Buffer, plaintext: Buffer): Buffer {
    const cipher = node.createCipheriv('aes-256-gcm', key, raw(nonce)).setAAD(additional);
    return Buffer.concat([raw(nonce), cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  },
};

type Backup = (typeof backups.valid)[number];

describe('vectors/backups.json', () => {
  it.each(backups.valid)('seals and opens: $name', async (vector) => {
    const { user_id: userId, version, content, data } = vector;
    const [label, keyLabel] = ['dialtone/backup/v1', 'dialtone/backup-key/v1'];
    const key = reference.derive(vector.entropy, userId, label);
    const wrapping = reference.derive(vector.identity_key, userId, keyLabel);
    const additional = (name: string) => reference.statement(name, userId, String(version));
    const sealedKey = reference.gcm(wrapping, vector.key_nonce, additional(keyLabel), key);
    const sealed = reference.gcm(key, vector.content_nonce, additional(label), Buffer.from(content));
    expect(Buffer.concat([Buffer.of(1), sealedKey, sealed]).toString('base64')).toBe(data);

    const place = { userId, version };
    const entropy = (await entropyOfWords(vector.words.split(' '))) as Bytes;
    expect(Buffer.from(entropy).toString('base64')).toBe(vector.entropy);
    expect(await backupKeyOf(entropy, userId)).toBe(vector.backup_key);
    const keys = {
      backupKey: bytes(vector.backup_key),
      wrapping: await wrappingKey(vector.identity_key, userId),
    };
    const nonces = [bytes(vector.key_nonce), bytes(vector.content_nonce)] as const;
    expect(await sealBackupWith(keys, place, content, nonces)).toBe(data);
    expect(await openBackup(vector.backup_key, place, data)).toBe(content);
    expect(await openBackupKey(vector.identity_key, place, data)).toBe(vector.backup_key);
  });

  it.each(backups.invalid)('refuses to open: $name', async ({ backup_key, user_id: userId, version, data, error }) => {
    const opening = openBackup(backup_key, { userId, version }, data);
    await expect(opening).rejects.toMatchObject({ name: 'CryptoError', code: error });
  });
});

it('a backup never looks the same twice, and its key opens with the identity of that user alone', async () => {
  const [first, second] = backups.valid as [Backup, Backup];
  const keys = { backupKey: first.backup_key, identityKey: first.identity_key };
  const place = { userId: first.user_id, version: 3 };
  const data = await sealBackup(keys, place, 'content');

  expect(data).not.toBe(await sealBackup(keys, place, 'content'));
  expect(await openBackupKey(first.identity_key, place, data)).toBe(first.backup_key);
  for (const [identity, userId, version] of [
    [second.identity_key, first.user_id, 3],
    [first.identity_key, second.user_id, 3],
    [first.identity_key, first.user_id, 4],
  ] as const) {
    await expect(openBackupKey(identity, { userId, version }, data)).rejects.toMatchObject({
      code: 'decryption_failed',
    });
  }
});

describe('words', () => {
  it('are twelve, other ones each time, and stand for 16 bytes', async () => {
    const [first, second] = [await generateWords(), await generateWords()];
    expect([first.length, second.length]).toEqual([12, 12]);
    expect(first).not.toEqual(second);
    expect(await entropyOfWords(first)).toHaveLength(16);
  });

  it('count in any case and with spaces around them; what is wrong with others is told', async () => {
    const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
    const entropy = await entropyOfWords(words.map((word) => ` ${word.toUpperCase()}\t`));
    expect(Buffer.from(entropy as Bytes).toString('hex')).toBe('7f'.repeat(16)); // BIP 39's own vector
    expect(await entropyOfWords(words.slice(1))).toEqual({ kind: 'count' });
    expect(await entropyOfWords([...words.slice(0, 11), 'yelow'])).toEqual({ kind: 'unknown', position: 11 });
    expect(await entropyOfWords([...words.slice(0, 11), 'year'])).toEqual({ kind: 'checksum' });
  });
});
