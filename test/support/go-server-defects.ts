import { encryptText, generateKey } from '@dialtone/sdk/crypto';
import { type GoChannel, type GoDevice, GoServerStore } from './go-server-store.js';
import { PASSWORD } from './people.js';
import type { PrivatePostgres } from './postgres.js';

/** A password of which bcrypt has seen the first 72 bytes. */
export const LONG_PASSWORD = `7 ${'a long passphrase '.repeat(6)}`;

/** Whom and what a test asks for in a database that `fillWithDefects` has filled. */
export interface Installation {
  readonly store: GoServerStore;
  readonly alice: { readonly id: string; readonly device: GoDevice };
  readonly bob: { readonly id: string; readonly device: GoDevice };
  readonly general: GoChannel;
  /** The texts of that channel's messages that can be kept, in order, but for `tied`. */
  readonly texts: readonly string[];
  /** Two messages of one moment, which come in either order behind `texts`. */
  readonly tied: readonly string[];
  readonly unnamed: GoChannel;
  readonly openInvite: string;
}

/** An installation of dialtone-go with each of its defects. */
export async function fillWithDefects(postgres: PrivatePostgres): Promise<Installation> {
  const store = await GoServerStore.make(postgres);
  const [alice, bob] = await people(store);
  const device = await store.device(alice);
  const phone = await store.device(bob);
  const again = await store.device(alice, device); // one key twice
  const privateKey = phone.privateKey;
  const broken = [
    await store.device(bob, { publicKey: 'no key', privateKey }),
    await store.device(bob, { publicKey: `${'A'.repeat(43)}=`, privateKey }), // of low order
  ];
  const general = await store.channel(alice, 'general');
  const unnamed = await store.channel(bob, null);
  await keys(store, { device, phone, again, broken, general, unnamed });
  const texts = ['one', 'two', 'three'];
  await messages(store, { alice, bob, general, texts });
  return {
    store,
    alice: { id: alice, device },
    bob: { id: bob, device: phone },
    general,
    texts: ['one', 'two', 'three', 'of no name'],
    tied: ['tied 1', 'tied 2'],
    unnamed,
    openInvite: await invites(store, alice),
  };
}

/** Two admins, a member with a long password, a name that was stored decomposed, a reserved one, and a broken hash. */
async function people(store: GoServerStore): Promise<[alice: string, bob: string]> {
  await store.user('reserved', null);
  const alice = await store.user('alice', PASSWORD, { is_admin: true });
  const bob = await store.user('bob', PASSWORD, { is_admin: true });
  await store.user('carol', LONG_PASSWORD);
  await store.user('zoë'.normalize('NFD'), PASSWORD);
  await store.user('mallory', PASSWORD, { password_hash: 'plain text', is_admin: true });
  await store.user('trent', PASSWORD, { username_hash: 'no hash' });
  await store.user('victor', PASSWORD, { id: 'no uuid' });
  await store.user('walter', PASSWORD, { id: 'none either' });
  await store.user('peggy', PASSWORD, { created_at: 'infinity' });
  return [alice, bob];
}

interface Keys {
  readonly device: GoDevice;
  readonly phone: GoDevice;
  readonly again: GoDevice;
  readonly broken: readonly GoDevice[];
  readonly general: GoChannel;
  readonly unnamed: GoChannel;
}

async function keys(store: GoServerStore, { device, phone, again, broken, general, unnamed }: Keys): Promise<void> {
  await store.share(general, device, device);
  await store.share(general, again, phone); // by the device that is merged into the other
  await store.share(general, device, again); // one more for the same device, once they are merged: the newest stays
  for (const one of broken) await store.share(general, device, one);
  await store.share(unnamed, phone, device, 'of somebody else');
  const directory = generateKey();
  await store.shareDirectory(directory, device, device);
  await store.shareDirectory(directory, device, phone);
  await store.profile(device.userId, await encryptText(directory, 'Alice A.'));
  await store.profile(phone.userId, '');
}

interface Messages {
  readonly alice: string;
  readonly bob: string;
  readonly general: GoChannel;
  readonly texts: readonly string[];
}

async function messages(store: GoServerStore, { alice, bob, general, texts }: Messages): Promise<void> {
  const [a, b] = [
    { id: alice, name: 'Alice' },
    { id: bob, name: 'Bob' },
  ];
  for (const [index, text] of texts.entries()) await store.message(general, index % 2 === 0 ? a : b, text);
  await store.message(general, b, 'of no name', { sender_name_enc: '' });
  const sent_at = store.time();
  await store.message(general, a, 'tied 1', { sent_at });
  await store.message(general, b, 'tied 2', { sent_at });
  await store.message(general, a, 'too long', { body: 'x'.repeat(16_385) });
  await store.message(general, a, 'blank', { body: ' ' });
  await store.message(general, a, 'of no id', { id: 'none' });
}

/** Returns the token of the one that is open. */
async function invites(store: GoServerStore, usedBy: string): Promise<string> {
  const consumed_at = store.time();
  await store.invite({ consumed_at, consumed_by: usedBy });
  await store.invite({ consumed_at });
  await store.invite({ expires_at: store.time() });
  const broadcast = { sender_id: usedBy, sender_public_key: '', sender_name_enc: '', body: '' };
  await store.insert('broadcast_messages', { id: 'retired', ...broadcast, sent_at: store.time() });
  return store.invite();
}
