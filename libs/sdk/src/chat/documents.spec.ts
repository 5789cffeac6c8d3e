import { readDocument } from './documents.js';
import { memoryStore, type ChatDocumentName } from './index.js';
import { Vault } from './vault.js';

const SESSION = {
  base_url: 'http://dialtone.test',
  username: 'alice',
  user_id: 'u',
  device_id: 'd',
  is_admin: true,
  token: 't',
  display_name: 'Alice',
  display_name_is_new: false,
  cursor: 'c',
};
const device = (device_id: string) => ({ device_id, public_key: 'k', user_id: 'u' });

describe('a document of a store', () => {
  it.each<[string, ChatDocumentName, unknown, unknown]>([
    ['that is missing', 'session', undefined, undefined],
    ['with no keys, as Go writes it', 'channel_keys', { keys: null }, { keys: {} }],
    ['with keys', 'channel_keys', { keys: { general: 'k' } }, { keys: { general: 'k' } }],
    ['with no directory key', 'directory_key', { key: '' }, undefined],
    ['with no directory key either', 'directory_key', { key: null }, undefined],
    [
      'of a session without its lists',
      'session',
      { ...SESSION, unread_since: null, new_channel_keys: null },
      { ...SESSION, unread_since: {}, new_channel_keys: [], former_directory_keys: [] },
    ],
    ['of devices that is empty', 'devices', { known: null, shared: null }, { known: [], shared: {} }],
    [
      'with the number of the devices that have a key',
      'devices',
      { known: ['a', 'b', 'c'].map(device), shared: { general: 2, '': ['c'] } },
      { known: ['a', 'b', 'c'].map(device), shared: { general: ['a', 'b'], '': ['c'] } },
    ],
    [
      'with keys to sign with',
      'identity',
      { signing_key: 's', identity_key: null, removing: ['d'] },
      { signing_key: 's', removing: ['d'] },
    ],
    ['of nobody known', 'trust', { users: null }, { users: {} }],
    [
      'of devices that are gone',
      'devices',
      { known: [], shared: {}, gone: ['d'] },
      { known: [], shared: {}, gone: ['d'] },
    ],
  ])('%s is read as what it means', (_title, name, document, meaning) => {
    expect(readDocument(name, document)).toEqual(meaning);
  });

  it.each<[ChatDocumentName, unknown]>([
    ['device_key', null],
    ['device_key', {}],
    ['device_key', 'a string'],
    ['channel_keys', { keys: ['k'] }],
    ['channel_keys', { keys: { general: null } }],
    ['directory_key', { key: 1 }],
    ['session', { ...SESSION, username: undefined }],
    ['session', { ...SESSION, token: 1 }],
    ['session', { ...SESSION, unread_since: { general: 1 } }],
    ['session', { ...SESSION, new_channel_keys: {} }],
    ['devices', { known: [{ device_id: 'd' }], shared: {} }],
    ['devices', { known: [], shared: { general: [1] } }],
    ['devices', []],
    ['devices', { known: [], shared: {}, gone: [1] }],
    ['identity', { identity_key: 'i' }],
    ['identity', { signing_key: 's', new_identity_key: 1 }],
    ['identity', { signing_key: 's', removing: 'd' }],
    ['trust', { users: { u: { identity_key: 'i', is_verified: true } } }],
    ['trust', { users: {}, inviter: 1 }],
  ])('of another form is refused, and not overwritten: %s %j', async (name, document) => {
    const refusal = { name: 'ChatError', code: 'invalid_store', message: expect.stringContaining(name) as string };
    const store = memoryStore();
    const vault = await Vault.open(store);
    await store.update(name, () => document as never);
    await expect(Vault.open(store)).rejects.toMatchObject(refusal);
    await expect(vault.update(name, () => ({}) as never)).rejects.toMatchObject(refusal);
    expect(await store.read(name)).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
