import { historyOf, turnOn, useBackupLine } from '../sdk/support/backup-line.js';

const line = useBackupLine();
const { open, alice } = line;

describe('a server that lies about the backup', () => {
  it.each(['older', 'missing', 'unreadable'] as const)('is told, and given the backup again: %s', async (reason) => {
    const { first } = await alice();
    const words = await turnOn(first);
    const old = await first.chat.client.keys.getBackup();
    const written = first.nextWrite();
    const { id } = await first.chat.createChannel('later');
    await first.chat.send(id, 'hello later');
    const { version: known } = await written;
    await first.chat.close();

    // The server's own table says what it tells.
    const client = (await open('alice')).chat.client;
    const current = await client.keys.getBackup();
    await client.keys.deleteBackup();
    if (reason === 'older') await client.keys.putBackup({ version: 1, data: old.data });
    if (reason === 'unreadable') {
      const data = `${current.data.slice(0, 400)}AAAA${current.data.slice(404)}`;
      for (let version = 1; version <= known; version += 1) await client.keys.putBackup({ version, data });
    }
    const again = await open('alice', { store: first.store });

    const found = { older: old.version, missing: undefined, unreadable: known }[reason];
    expect(again.rolledBack).toEqual([{ known, found, reason }]);
    expect((await client.keys.getBackup()).version).toBe((found ?? 0) + 1);
    await again.chat.close();
    const third = await open('alice');
    await third.chat.recovery.restore(words);
    expect(await historyOf(third, id)).toEqual(['hello later']);
  });

  it('cannot have it replaced or ended for an identity that was given up', async () => {
    const { first } = await alice();
    await turnOn(first);
    const begun = await first.chat.recovery.renew();
    const second = await open('alice');
    await second.chat.trust.resetIdentity();
    const words = await turnOn(second);
    await first.chat.members();
    expect(first.chat.trust.stateOf(first.chat.userId)).toBe('changed');

    const refusal = { code: 'identity_changed' };
    await expect(begun.confirm([begun.words[begun.ask[0]], begun.words[begun.ask[1]]])).rejects.toMatchObject(refusal);
    await expect(first.chat.recovery.renew()).rejects.toMatchObject(refusal);
    await expect(first.chat.recovery.end()).rejects.toMatchObject(refusal);
    await first.chat.close();
    await second.chat.close();
    const third = await open('alice');
    await third.chat.recovery.restore(words);
    expect(third.chat.recovery.isOn).toBe(true);
  });

  it('cannot pass off the backup of another user, of another version, or a part of it', async () => {
    const { first } = await alice();
    const words = await turnOn(first);
    const bob = await open('bob', { inviteToken: line.server.addInvite().token });
    await turnOn(bob);
    const [alices, bobs] = [await first.chat.client.keys.getBackup(), await bob.chat.client.keys.getBackup()];
    const second = await open('alice');

    for (const lie of [
      bobs,
      { ...alices, version: alices.version + 1 },
      { ...alices, data: alices.data.slice(0, -8) },
    ]) {
      second.lie(() => lie);
      await expect(second.chat.recovery.restore(words)).rejects.toMatchObject({ code: 'wrong_words' });
    }
    second.lie(() => undefined);
    await expect(second.chat.recovery.restore(words)).rejects.toMatchObject({ code: 'no_backup' });
    expect(await second.store.read('channel_keys')).toBeUndefined();
    expect(await second.store.read('recovery')).toBeUndefined();
  });
});
