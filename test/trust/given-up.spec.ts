import { memoryStore, type ChatSession, type ChatStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { holdAnswers, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';

describe('an identity that was given up', () => {
  const party = useParty(createFakeServer);
  let laptop: Watch;
  let store: ChatStore;
  beforeEach(async () => {
    store = memoryStore();
    laptop = await party.join('alice', { store });
  });
  const identityOf = ({ chat }: Watch) => chat.trust.identityOf(chat.userId);
  const confirm = ({ words, ask, confirm }: Awaited<ReturnType<ChatSession['recovery']['begin']>>) =>
    confirm([words[ask[0]], words[ask[1]]]);
  const wordsOf = async ({ chat }: Watch) => {
    const setup = await chat.recovery.begin();
    await confirm(setup);
    return setup.words;
  };

  it('is handed to nobody once another one was accepted', async () => {
    const phone = await party.login('alice');
    await phone.chat.trust.resetIdentity();
    await laptop.chat.members();
    const tablet = await party.login('alice');
    const { code } = await tablet.chat.linking.request();
    await quiet();
    await laptop.chat.trust.accept(laptop.chat.userId);
    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'not_linked' });
    expect(party.server.requests.filter(({ operationId }) => operationId === 'answerDeviceLink')).toEqual([]);
    expect(tablet.chat.linking.isLinked).toBe(false);
  });

  it('does not take the place of another one in the backup once that was accepted', async () => {
    const begun = await laptop.chat.recovery.begin();
    const phone = await party.login('alice');
    await phone.chat.trust.resetIdentity();
    const words = await wordsOf(phone);
    await laptop.chat.members();
    await quiet();
    const lists = holdAnswers(laptop.chat, 'listDeviceKeys'); // so that the laptop still has the old one
    await laptop.chat.trust.accept(laptop.chat.userId);
    const letGo = await lists.next();
    lists.stop();
    const confirmed = confirm(begun).then(
      () => 'confirmed',
      (error: unknown) => (error as { code: string }).code,
    );
    await quiet();
    letGo();
    expect(await confirmed).toBe('not_linked');
    const tablet = await party.login('alice');
    await tablet.chat.recovery.restore(words);
    expect(identityOf(tablet)).toBe(identityOf(phone));
  });

  it('is not handed over by another session of its store', async () => {
    const tablet = await party.login('alice');
    const { code, done } = await tablet.chat.linking.request();
    const tab = party.watch(await party.awaken(store));
    await laptop.chat.trust.resetIdentity();
    await tab.chat.linking.approve(code);
    await done;
    expect(identityOf(tablet)).toBe(identityOf(laptop));
    expect(tablet.chat.trust.isSigned(tablet.chat.deviceId)).toBe(true);
  });

  it('is not backed up by another session of its store', async () => {
    const tab = party.watch(await party.awaken(store));
    await laptop.chat.trust.resetIdentity();
    await wordsOf(laptop);
    await laptop.chat.close();
    const words = await wordsOf(tab);
    const tablet = await party.login('alice');
    await tablet.chat.recovery.restore(words);
    expect(identityOf(tablet)).toBe(identityOf(laptop));
  });

  it('is not backed up when another session of its store replaces it meanwhile', async () => {
    const tab = party.watch(await party.awaken(store));
    const begun = await laptop.chat.recovery.begin();
    const backups = holdAnswers(laptop.chat, 'getKeyBackup');
    const confirmed = confirm(begun).catch(() => undefined);
    const letGo = await backups.next();
    backups.stop();
    await tab.chat.trust.resetIdentity();
    letGo();
    await confirmed;
    const tablet = await party.login('alice');
    const recovered = await tablet.chat.recovery.restore(begun.words).then(
      () => identityOf(tablet),
      (error: unknown) => (error as { code: string }).code,
    );
    expect([identityOf(tab), 'no_backup']).toContain(recovered);
  });
});
