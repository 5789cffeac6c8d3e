import { createFakeServer } from '@dialtone/sdk/testing';
import { useParty } from '../support/chat.js';
import { generateIdentity } from '../support/identities.js';
import { lieAboutDevices } from './support/lying.js';

describe('verifying each other', () => {
  const party = useParty(createFakeServer);

  it('shows both people the same number of 60 digits, and others another one', async () => {
    const [alice, bob, carol] = [await party.join('alice'), await party.join('bob'), await party.join('carol')];
    for (const { chat } of [alice, bob]) await chat.members();
    await alice.next('trust', ({ userId }) => userId === carol.chat.userId);

    const number = await alice.chat.trust.safetyNumber(bob.chat.userId);
    expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
    expect(await bob.chat.trust.safetyNumber(alice.chat.userId)).toBe(number);
    expect(await alice.chat.trust.safetyNumber(carol.chat.userId)).not.toBe(number);
  });

  it('takes what was scanned, or the number, or the word of people; and takes it back', async () => {
    const [alice, bob] = [await party.join('alice'), await party.join('bob')];
    await alice.next('trust', ({ userId }) => userId === bob.chat.userId);
    const { userId } = bob.chat;
    const told = (state: string) => alice.next('trust', (event) => event.userId === userId && event.state === state);
    const number = await bob.chat.trust.safetyNumber(alice.chat.userId);

    for (const proof of [bob.chat.trust.qrText(alice.chat.userId), number, number.replaceAll(' ', ''), undefined]) {
      expect(alice.chat.trust.stateOf(userId)).toBe('unverified');
      await alice.chat.verify(userId, proof);
      await told('verified');
      expect(alice.chat.trust.stateOf(userId)).toBe('verified');
      await alice.chat.trust.unverify(userId);
      await told('unverified');
    }
  });

  it('refuses what does not match, and what is neither a number nor scanned', async () => {
    const [alice, bob, carol] = [await party.join('alice'), await party.join('bob'), await party.join('carol')];
    await alice.next('trust', ({ userId }) => userId === carol.chat.userId);
    const verify = (proof: string) => alice.chat.verify(bob.chat.userId, proof);
    const number = await alice.chat.trust.safetyNumber(bob.chat.userId);

    const others = [
      carol.chat.trust.qrText(alice.chat.userId), // somebody else's
      bob.chat.trust.qrText(carol.chat.userId), // meant for somebody else
      alice.chat.trust.qrText(bob.chat.userId), // one's own
      await alice.chat.trust.safetyNumber(carol.chat.userId),
      number.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    ];
    for (const proof of others) await expect(verify(proof)).rejects.toMatchObject({ code: 'not_matching' });
    for (const proof of ['', 'yes', number.slice(1), 'dialtone-verify:2:x'])
      await expect(verify(proof)).rejects.toMatchObject({ code: 'invalid_code' });
    expect(alice.chat.trust.stateOf(bob.chat.userId)).toBe('unverified');
  });

  it('finds a server out that has shown one of them another identity', async () => {
    const alice = await party.join('alice');
    const mallory = generateIdentity();
    const session = await party.register('bob');
    await lieAboutDevices(session, (keys) =>
      keys.map((key) =>
        key.user_id === alice.chat.userId && key.certificate ? { ...key, certificate: mallory.certify(key) } : key,
      ),
    );
    const bob = await party.open(Promise.resolve(session));
    expect(bob.chat.trust.stateOf(alice.chat.userId)).toBe('unverified'); // since it was the first that he saw
    await alice.next('trust', ({ userId }) => userId === bob.chat.userId);

    const [his, hers] = [bob.chat.trust, alice.chat.trust];
    expect(await his.safetyNumber(alice.chat.userId)).not.toBe(await hers.safetyNumber(bob.chat.userId));
    const notMatching = { code: 'not_matching' };
    await expect(bob.chat.verify(alice.chat.userId, hers.qrText(bob.chat.userId))).rejects.toMatchObject(notMatching);
    // Hers is right about him, but his is wrong about her: one scan shows it on her side as well.
    await expect(alice.chat.verify(bob.chat.userId, his.qrText(alice.chat.userId))).rejects.toMatchObject(notMatching);
  });

  it('is nothing for users without an identity, or whose identity has changed', async () => {
    const alice = await party.join('alice');
    const plain = party.server.addUser({ username: 'plain' });
    const bob = await party.join('bob');
    await alice.next('trust', ({ userId }) => userId === bob.chat.userId);
    const none = { name: 'ChatError', code: 'no_identity' };

    await expect(alice.chat.verify(plain.user_id)).rejects.toMatchObject(none);
    await expect(alice.chat.trust.safetyNumber(plain.user_id)).rejects.toMatchObject(none);
    await expect(alice.chat.trust.unverify(plain.user_id)).rejects.toMatchObject(none);
    expect(() => alice.chat.trust.qrText(plain.user_id)).toThrow(expect.objectContaining(none) as Error);
    await bob.chat.trust.resetIdentity();
    await alice.next('identity-changed');
    await expect(alice.chat.verify(bob.chat.userId)).rejects.toMatchObject(none);
    await alice.chat.trust.accept(bob.chat.userId);
    await alice.chat.verify(bob.chat.userId, bob.chat.trust.qrText(alice.chat.userId));
    expect(alice.chat.trust.stateOf(bob.chat.userId)).toBe('verified');
  });
});
