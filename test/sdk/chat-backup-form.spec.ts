import { generateKey } from '@dialtone/sdk/crypto';
import { createFakeServer, type FakeServer } from '@dialtone/sdk/testing';
import { deviceOf, forgedBackup, historyOf, turnOn, type Device } from './support/backup-line.js';

let server: FakeServer;
let devices: Device[];

async function open(options: Parameters<typeof deviceOf>[2] = {}) {
  const device = await deviceOf(server, 'alice', options);
  devices.push(device);
  return device;
}

/** Alice's first device, with a channel in which she has said hello, and the words. */
async function alice() {
  const first = await open({ inviteToken: server.addInvite().token });
  const { id } = await first.chat.createChannel('general');
  await first.chat.send(id, 'hello');
  const words = await turnOn(first);
  const { version } = await first.chat.client.keys.getBackup();
  return { first, id, words, version };
}

beforeEach(() => {
  server = createFakeServer();
  devices = [];
});
afterEach(async () => {
  for (const { chat } of devices) await chat.close();
});

describe('a backup that one of the own devices wrote wrongly', () => {
  const KEY = generateKey();
  const right = { v: 1, identity_key: KEY, users: {}, channel_keys: {}, former: [] };
  const pin = { identity_key: KEY, is_verified: true, generation: 1 };

  it.each<[string, unknown]>([
    ['no JSON', undefined],
    ['null', null],
    ['no object', [1]],
    ['no version', { ...right, v: undefined }],
    ['a version that never was', { ...right, v: 0 }],
    ['no identity', { ...right, identity_key: undefined }],
    ['an identity that is none', { ...right, identity_key: 'key' }],
    ['channel keys that are a list', { ...right, channel_keys: [KEY] }],
    ['a channel key that is a number', { ...right, channel_keys: { general: 1 } }],
    ['a directory key that is none', { ...right, directory_key: 'key' }],
    ['former keys that are a text', { ...right, former: KEY }],
    ['a pin without a generation', { ...right, users: { bob: { ...pin, generation: undefined } } }],
    ['a pin without its state', { ...right, users: { bob: { ...pin, is_verified: 1 } } }],
  ])(
    'is refused by a new device, which takes nothing of it, and written anew by an old one: %s',
    async (_name, content) => {
      const { first, id, words, version } = await alice();
      const forged = await forgedBackup(first, version, JSON.stringify(content) ?? '{"v":1');
      const second = await open();
      second.lie(() => forged);

      const restoring = second.chat.recovery.restore(words);
      await expect(restoring).rejects.toMatchObject({ name: 'ChatError', code: 'invalid_backup' });
      for (const name of ['channel_keys', 'recovery'] as const) expect(await second.store.read(name)).toBeUndefined();

      await first.chat.close();
      const again = await open({
        store: first.store,
        lie: (truth) => (truth?.version === version ? forged : truth),
      });
      expect(again.rolledBack).toEqual([{ known: version, found: version, reason: 'unreadable' }]);
      second.lie((truth) => truth);
      await second.chat.recovery.restore(words);
      expect(await historyOf(second, id)).toEqual(['hello']);
    },
  );

  it('is taken with fields that this version does not know', async () => {
    const { first, id, words, version } = await alice();
    const { identity_key } = (await first.store.read('identity'))!;
    const channel_keys = (await first.store.read('channel_keys'))!.keys;
    const content = { ...right, identity_key, channel_keys, of_a_later_version: [1] };
    const forged = await forgedBackup(first, version, JSON.stringify(content));
    const second = await open();
    second.lie(() => forged);
    await second.chat.recovery.restore(words);
    expect(await historyOf(second, id)).toEqual(['hello']);
  });
});
