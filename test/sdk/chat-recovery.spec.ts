import { randomUUID } from 'node:crypto';
import { ChatSession, isChatError, memoryStore } from '@dialtone/sdk/chat';
import { generateKey } from '@dialtone/sdk/crypto';
import { operator } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { historyOf, PASSWORD, turnOn, useBackupLine, type Device } from './support/backup-line.js';

const line = useBackupLine();
const { open, alice } = line;

describe('the words', () => {
  it('are stored nowhere, and good only once two of them were typed back', async () => {
    const { first } = await alice();
    const { words, ask, confirm } = await first.chat.recovery.begin();
    expect(words).toHaveLength(12);
    expect(ask[0]).toBeLessThan(ask[1]);

    await expect(confirm([words[ask[1]], words[ask[0]]])).rejects.toMatchObject({ code: 'wrong_words' });
    expect(first.chat.recovery.isOn).toBe(false);
    await expect(first.chat.client.keys.getBackup()).rejects.toMatchObject({ code: 'backup_not_found' });

    await confirm([` ${words[ask[0]].toUpperCase()} `, words[ask[1]]]);

    expect(first.chat.recovery.isOn).toBe(true);
    expect(Object.keys((await first.store.read('recovery'))!).sort()).toEqual([
      'digest',
      'identity_key',
      'key',
      'revisions',
      'version',
    ]);
    await expect(first.chat.recovery.begin()).rejects.toMatchObject({ code: 'recovery_on' });
  });

  it('recover the whole history on a new device while nobody else is online, also that of channels made later', async () => {
    const { first, id } = await alice();
    const words = await turnOn(first);
    const written = first.nextWrite();
    const later = await first.chat.createChannel('later');
    await first.chat.send(later.id, 'hello later');
    await written;
    const identity = first.chat.trust.identityOf(first.chat.userId);
    await first.chat.close();

    const second = await open('alice');
    expect(await historyOf(second, id)).toEqual([null]);
    await second.chat.recovery.restore(words);

    expect(await historyOf(second, id)).toEqual(['hello']);
    expect(await historyOf(second, later.id)).toEqual(['hello later']);
    expect(second.chat.trust.identityOf(second.chat.userId)).toBe(identity);
    expect(second.chat.trust.isSigned(second.chat.deviceId)).toBe(true);
    expect(second.chat.recovery.isOn).toBe(true);
    await expect(second.chat.recovery.restore(words)).rejects.toMatchObject({ code: 'already_linked' });
  });

  it('are refused when they are wrong, with what is wrong, and change nothing', async () => {
    const { first } = await alice();
    const words = await turnOn(first);
    const second = await open('alice');
    const refusal = (typed: readonly string[] | string) =>
      second.chat.recovery.restore(typed).then(
        () => 'none',
        (error: unknown) => (isChatError(error) ? `${error.code}: ${error.message}` : String(error)),
      );

    expect(await refusal(words.slice(1))).toBe('wrong_words: there must be 12 words');
    expect(await refusal(words.with(4, 'dialtone'))).toBe('wrong_words: word 5 is not in the list of words');
    expect(await refusal(Array<string>(12).fill('abandon'))).toContain('do not belong together');
    expect(await refusal(`${'abandon '.repeat(11)}about`)).toContain('do not open the backup');
    expect(second.chat.recovery.isOn).toBe(false);
    expect(await second.store.read('channel_keys')).toBeUndefined();

    await second.chat.recovery.restore(`  ${words.join('  ').toUpperCase()} `);
    expect(second.chat.recovery.isOn).toBe(true);
  });

  it('keep an identity that the new device has compared, and tell of one that it was shown otherwise', async () => {
    const { first } = await alice();
    const others: Device[] = [];
    for (const name of ['bob', 'carol']) {
      const seen = first.chat.once('trust', { where: ({ userId }) => userId !== first.chat.userId });
      others.push(await open(name, { inviteToken: line.server.addInvite().token }));
      await seen;
    }
    const words = await turnOn(first);
    await first.chat.close();
    for (const { chat } of others) await chat.trust.resetIdentity();
    const [bob, carol] = others.map(({ chat }) => chat.userId);

    const second = await open('alice');
    await second.chat.verify(bob);
    await second.chat.recovery.restore(words);

    expect(second.chat.trust.stateOf(bob)).toBe('verified');
    expect(second.chat.trust.stateOf(carol)).toBe('changed');
  });

  it('cannot be made by a device that is not linked', async () => {
    await alice();
    const second = await open('alice');
    await expect(second.chat.recovery.begin()).rejects.toMatchObject({ code: 'not_linked' });
    await expect(second.chat.recovery.restore(Array<string>(12).fill('abandon'))).rejects.toMatchObject({
      code: 'wrong_words',
    });
  });

  it('open nothing once they are renewed; the new ones do, and other linked devices go on with them', async () => {
    const { first, id } = await alice();
    const old = await turnOn(first);
    const second = await open('alice');
    await second.chat.recovery.restore(old);
    const { words, ask, confirm } = await first.chat.recovery.renew();
    await confirm([words[ask[0]], words[ask[1]]]);
    await second.chat.close();

    const again = await open('alice', { store: second.store });
    expect((await again.store.read('recovery'))?.key).toBe((await first.store.read('recovery'))?.key);
    expect(again.rolledBack).toEqual([]);
    await first.chat.close();
    await again.chat.close();

    const third = await open('alice');
    await expect(third.chat.recovery.restore(old)).rejects.toMatchObject({ code: 'wrong_words' });
    await third.chat.recovery.restore(words);
    expect(await historyOf(third, id)).toEqual(['hello']);
  });

  it('open nothing after the end; other linked devices do not begin it again', async () => {
    const { first } = await alice();
    const words = await turnOn(first);
    const second = await open('alice');
    await second.chat.recovery.restore(words);
    await second.chat.close();

    await first.chat.recovery.end();

    expect(first.chat.recovery.isOn).toBe(false);
    const again = await open('alice', { store: second.store });
    expect(again.chat.recovery.isOn).toBe(false);
    expect(again.rolledBack).toEqual([]);
    const third = await open('alice');
    await expect(third.chat.recovery.restore(words)).rejects.toMatchObject({ code: 'no_backup' });
    expect(await turnOn(first)).toHaveLength(12);
  });

  it('are given up with the identity: whoever has the key of a stolen device gets nothing of the next one', async () => {
    const { first, id } = await alice();
    const words = await turnOn(first);
    const before = await first.chat.client.keys.getBackup();
    await first.chat.trust.resetIdentity();
    await first.chat.createChannel('later');
    await first.chat.close();
    const again = await open('alice', { store: first.store });

    expect(again.chat.recovery.isOn).toBe(false);
    expect(await again.chat.client.keys.getBackup()).toEqual(before);
    const next = await turnOn(again);
    const second = await open('alice');
    await expect(second.chat.recovery.restore(words)).rejects.toMatchObject({ code: 'wrong_words' });
    await second.chat.recovery.restore(next);
    expect(await historyOf(second, id)).toEqual(['hello']);
  });
});

it('a session without words asks once whether there is a backup', async () => {
  const { first } = await alice();
  await first.chat.createChannel('another'); // a key that a backup would have to have
  line.server.dropConnections();
  await first.chat.once('state', { where: ({ state }) => state === 'connected' });
  await first.chat.createChannel('one more');
  await first.chat.close();
  expect(line.server.requests.filter(({ operationId }) => operationId === 'getKeyBackup')).toHaveLength(1);
});

describe('two devices that write at once', () => {
  it('both get what the other has, and so does the backup', async () => {
    const { first } = await alice();
    const words = await turnOn(first);
    const second = await open('alice');
    await second.chat.recovery.restore(words);
    await Promise.all([first, second].map(({ chat }, i) => chat.createChannel(`channel ${i}`)));
    for (const { chat } of [first, second]) await chat.close();
    const reopened = [];
    for (const { store } of [first, second, first]) {
      const device = await open('alice', { store });
      reopened.push(device);
      await device.chat.close();
    }

    expect(reopened.flatMap(({ rolledBack }) => rolledBack)).toEqual([]);
    const third = await open('alice');
    await third.chat.recovery.restore(words);
    const keys = (await third.store.read('channel_keys'))!.keys;
    expect(Object.keys(keys)).toHaveLength(3);
    expect(keys).toEqual((await first.store.read('channel_keys'))!.keys);
  });
});

describe('on a real server', () => {
  const stage = useServer({ perTest: true });

  it('the words recover the history on a new device', async () => {
    const { token: inviteToken } = await operator(stage.server).invites.create();
    const { url: baseUrl } = stage.server;
    const account = { baseUrl, username: 'alice', password: PASSWORD };
    const first = await ChatSession.register({ ...account, inviteToken, store: memoryStore() });
    const second = await ChatSession.login({ ...account, store: memoryStore() });
    try {
      await first.connect();
      const { id } = await first.createChannel('general');
      await first.send(id, 'hello');
      const { words, ask, confirm } = await first.recovery.begin();
      await confirm([words[ask[0]], words[ask[1]]]);
      await first.close();
      await second.connect();

      await second.recovery.restore(words);

      expect(await historyOf({ chat: second }, id)).toEqual(['hello']);
    } finally {
      await first.close();
      await second.close();
    }
  });
});

it('2,000 channels fit into a backup, and are restored', async () => {
  const first = await open('alice', { inviteToken: line.server.addInvite().token });
  const ids = Array.from({ length: 2_000 }, () => randomUUID());
  const keys = Object.fromEntries(ids.map((id) => [id, generateKey()]));
  await first.chat.close();
  await first.store.update('channel_keys', () => ({ keys }));
  const served = Object.fromEntries(ids.map((id) => [id, [first.chat.deviceId]]));
  await first.store.update('devices', (current) => ({ ...current!, shared: { ...current!.shared, ...served } }));
  const again = await open('alice', { store: first.store });
  const words = await turnOn(again);
  await again.chat.close();

  const second = await open('alice');
  await second.chat.recovery.restore(words);

  expect((await second.store.read('channel_keys'))!.keys).toEqual(keys);
});
