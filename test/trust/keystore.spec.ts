import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore, type ChatDocumentName, type ChatDocuments, type ChatStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';

/** The documents of a store, by name, as texts. */
type Documents = Map<ChatDocumentName, string>;

/** What alice's device has stored. */
let documents: Documents;
/** What somebody has copied of it. */
let copy: Documents;
let alice: Watch;
let bob: Watch;
let channelId: string;

const party = useParty(createFakeServer);
const restart = async () => {
  await alice.chat.close();
  alice = await party.resume(storeOn(documents));
  await quiet();
};
const putBack = (name: ChatDocumentName) => documents.set(name, copy.get(name)!);

/** A store in these documents, which several sessions may use. */
function storeOn(kept: Documents): ChatStore {
  const read = <N extends ChatDocumentName>(name: N) => {
    const text = kept.get(name);
    return text === undefined ? undefined : (JSON.parse(text) as ChatDocuments[N]);
  };
  return {
    read: async (name) => read(name),
    update: async (name, change) => void kept.set(name, JSON.stringify(change(read(name)))),
  };
}

beforeEach(async () => {
  documents = new Map();
  alice = await party.join('alice', { store: storeOn(documents) });
  ({ id: channelId } = await alice.chat.createChannel('general'));
  await alice.chat.rotateKey(channelId);
  await alice.chat.send(channelId, 'first');
  await keepWords(alice);
  await quiet();
  copy = new Map(documents);
});

/** Turns recovery on. */
async function keepWords({ chat }: Watch): Promise<void> {
  const { words, ask, confirm } = await chat.recovery.begin();
  await confirm([words[ask[0]], words[ask[1]]]);
}

/** Changes every document of alice's store. */
async function live(): Promise<void> {
  bob = await party.join('bob');
  await bob.reads(channelId);
  const phone = await party.login('alice', { store: await storeLinkedTo(storeOn(documents)) });
  await phone.reads(channelId);
  await phone.chat.close();
  await alice.chat.removeDevice(phone.chat.deviceId);
  await alice.chat.send(channelId, 'under a new key');
  await bob.next('message', ({ text }) => text === 'under a new key');
  await alice.chat.verify(bob.chat.userId);
  for (const text of ['again', 'once more']) {
    await restart(); // so that another block of counters is taken
    await alice.chat.send(channelId, text);
    await quiet();
  }
}

/** Alice's next start from the documents as they are; what it tells of them. */
async function start(): Promise<unknown[]> {
  alice = await party.resume(storeOn(documents));
  await quiet();
  await alice.chat.close();
  return alice.all('store-rolled-back');
}

describe('a file of the keystore that is replaced by an older one', () => {
  it('is told once', async () => {
    await live();
    await alice.chat.close();
    expect(await start()).toEqual([]);
    const names: ChatDocumentName[] = ['key_versions', 'identity', 'trust', 'proofs', 'recovery', 'session', 'devices'];
    for (const document of names) {
      putBack(document);
      expect(await start()).toContainEqual({ document });
      expect(await start()).toEqual([]);
    }
  });

  it('is told of the files of a real one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-keystore-'));
    try {
      const store = () => fileStore(folder, { passphrase: 'a long one' });
      bob = await party.join('bob', { store: store() });
      await bob.reads(channelId);
      cpSync(join(folder, 'trust.json'), join(folder, 'old'));
      await bob.chat.verify(alice.chat.userId);
      await bob.chat.send(channelId, 'something else is written');
      await bob.chat.close();
      cpSync(join(folder, 'old'), join(folder, 'trust.json'));
      bob = await party.resume(store());
      expect(bob.all('store-rolled-back')).toEqual([{ document: 'trust' }]);
      await bob.chat.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is told when it was deleted', async () => {
    await live();
    await alice.chat.close();
    documents.delete('trust');
    alice = await party.resume(storeOn(documents));
    expect(alice.all('store-rolled-back')).toEqual([{ document: 'trust' }]);
  });

  it('is told again when it could not be written again', async () => {
    await live();
    await alice.chat.close();
    putBack('trust');
    const store = storeOn(documents);
    let isFull = true;
    const full: ChatStore = {
      ...store,
      update: async (name, change) => {
        if (isFull && name === 'trust') throw new Error('the disk is full');
        await store.update(name, change);
      },
    };
    const chat = await party.awaken(full);
    alice = party.watch(chat);
    await expect(chat.connect()).rejects.toThrow('the disk is full');
    expect(alice.all('store-rolled-back')).toEqual([{ document: 'trust' }]);
    await chat.close();
    isFull = false;
    expect(await start()).toEqual([{ document: 'trust' }]);
    expect(await start()).toEqual([]);
  });

  it('is told after a login that failed', async () => {
    await live();
    await alice.chat.close();
    putBack('identity');
    const login = { username: 'alice', store: storeOn(documents) };
    await expect(party.login('alice', { ...login, password: 'a wrong one 7' })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    alice = await party.login('alice', login);
    expect(alice.all('store-rolled-back')).toEqual([{ document: 'identity' }]);
  });

  it('is told while the session runs, as soon as it is written', async () => {
    await live();
    putBack('trust');
    expect(alice.all('store-rolled-back')).toEqual([]);
    await party.join('carol');
    expect(await alice.next('store-rolled-back')).toEqual({ document: 'trust' });
  });
});

describe('a keystore that is put back as a whole', () => {
  it("is told once this device's own messages are seen", async () => {
    await live();
    await alice.chat.close();
    documents = copy;
    alice = await party.resume(storeOn(documents));
    await alice.next('message', ({ text }) => text === 'once more');
    expect(alice.all('store-rolled-back')).toEqual([{ document: undefined }]);
    await quiet();
    expect(alice.chat.trust.stateOf(bob.chat.userId)).toBe('verified'); // the backup on the server knew it
    await restart();
    for await (const { proof } of alice.chat.history(channelId)) expect(proof).toBe('valid');
    expect(alice.all('store-rolled-back')).toEqual([]);
  });

  it('is told when somebody else uses a copy of it', async () => {
    const thief = await party.resume(storeOn(copy));
    await thief.chat.send(channelId, 'in her name');
    await alice.next('message', ({ text }) => text === 'in her name');
    expect(alice.all('store-rolled-back')).toEqual([{ document: undefined }]);
  });
});

it('is told of no two sessions that use one store side by side', async () => {
  const tab = await party.resume(storeOn(documents));
  await Promise.all([alice, tab].map(({ chat }) => chat.send(channelId, 'from both')));
  bob = await party.join('bob');
  await bob.reads(channelId);
  await bob.chat.send(channelId, 'welcome');
  for (const session of [alice, tab]) await session.next('message', ({ text }) => text === 'welcome');
  await alice.chat.rotateKey(channelId);
  await tab.chat.verify(bob.chat.userId);
  await tab.chat.send(channelId, 'done');
  await alice.next('message', ({ text }) => text === 'done');
  await quiet();
  const before = alice;
  await restart();
  for (const session of [before, tab, alice]) expect(session.all('store-rolled-back')).toEqual([]);
});

it('is told of no session that opens the store while another one writes', async () => {
  const store = storeOn(documents);
  let isBusy = true;
  const busy: ChatStore = {
    ...store,
    read: async (name) => {
      if (name === 'session' && isBusy) {
        isBusy = false;
        await party.join('carol'); // whose identity alice learns
        await quiet();
        await alice.chat.send(channelId, 'welcome'); // after which she stores her place
        await quiet();
      }
      return store.read(name);
    },
  };
  const tab = await party.resume(busy);
  expect(tab.all('store-rolled-back')).toEqual([]);
});
