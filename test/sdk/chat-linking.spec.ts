import { DialtoneClient } from '@dialtone/sdk';
import { memoryStore, type ChatSession } from '@dialtone/sdk/chat';
import { fingerprint, generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { link, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { startServer } from '../support/server.js';

describe('linking a new device', () => {
  const party = useParty(createFakeServer);
  const answers = () => party.server.requests.filter(({ operationId }) => operationId === 'answerDeviceLink').length;
  const isCertified = async ({ chat }: Watch, { deviceId }: ChatSession) => {
    const { keys } = await chat.client.devices.listKeys({ all: '1' });
    return keys.some(({ device_id, certificate }) => device_id === deviceId && certificate !== undefined);
  };
  /** Nothing was handed over, and nobody believes the device. */
  const expectNothing = async (laptop: Watch, phone: Watch) => {
    await quiet();
    expect(answers()).toBe(0);
    expect(await isCertified(laptop, phone.chat)).toBe(false);
    expect(phone.chat.linking.isLinked).toBe(false);
  };

  it('hands over the identity and what is known of others, and the keys follow', async () => {
    const laptop = await party.join('alice');
    const bob = await party.join('bob');
    const { id } = await laptop.chat.createChannel('general');
    await laptop.next('trust', ({ userId }) => userId === bob.chat.userId);
    await laptop.chat.verify(bob.chat.userId);
    const phone = await party.login('alice');
    await phone.next('link-needed');
    expect(phone.chat.linking.isLinked).toBe(false);

    const { code, done } = await phone.chat.linking.request();
    expect(code).toMatch(/^(\d{4} ){4}\d{4}$/);
    expect(await laptop.next('link-requested')).toEqual({ deviceId: phone.chat.deviceId });
    expect(await laptop.chat.linking.approve(code)).toBe(phone.chat.deviceId);
    await done;

    expect(phone.chat.linking.isLinked).toBe(true);
    await phone.reads(id);
    expect(phone.chat.trust.stateOf(bob.chat.userId)).toBe('verified');
    expect(phone.chat.trust.identityOf(phone.chat.userId)).toBe(laptop.chat.trust.identityOf(laptop.chat.userId));
    await bob.chat.members();
    expect(bob.chat.trust.isSigned(phone.chat.deviceId)).toBe(true);
    await phone.chat.send(id, 'from my phone');
    expect((await bob.next('message')).text).toBe('from my phone');
  });

  it('takes a code once, and links no device twice', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const { code, done } = await phone.chat.linking.request();
    await laptop.chat.linking.approve(code);

    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'no_link_request' });
    await done;
    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'no_link_request' });
    await expect(phone.chat.linking.request()).rejects.toMatchObject({ code: 'already_linked' });
    await expect(laptop.chat.linking.request()).rejects.toMatchObject({ code: 'already_linked' });
  });

  it('seals keys for nobody before it is linked, since nobody would take them', async () => {
    const laptop = await party.join('alice');
    const bob = await party.join('bob');
    const phone = await party.login('alice');
    const { id } = await phone.chat.createChannel('of the phone');
    await phone.chat.channels();
    const posted = () =>
      party.server.requests.some(({ operationId, input }) => {
        const { channel_id } = (input ?? {}) as { channel_id?: string };
        return operationId === 'putChannelKeys' && channel_id === id;
      });
    expect(posted()).toBe(false);

    await link(laptop, phone);
    await bob.reads(id);
    await laptop.reads(id);
    expect([...bob.all('key-refused'), ...laptop.all('key-refused')]).toEqual([]);
  });

  it('goes on from device to device: a linked one links the next', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    await link(laptop, phone);
    await laptop.chat.close();
    const tablet = await party.login('alice');
    await link(phone, tablet);
    expect(tablet.chat.trust.isSigned(tablet.chat.deviceId)).toBe(true);
  });

  it('takes the text of a QR code, or the digits however they are grouped', async () => {
    const laptop = await party.join('alice');
    const [scanned, typed] = [await party.login('alice'), await party.login('alice')];
    const [first, second] = [await scanned.chat.linking.request(), await typed.chat.linking.request()];

    expect(first.qrText).toBe(`dialtone-link:1:${scanned.chat.deviceId}:${first.code.replaceAll(' ', '')}`);
    expect(await laptop.chat.linking.approve(` ${first.qrText}\n`)).toBe(scanned.chat.deviceId);
    expect(await laptop.chat.linking.approve(second.code.replaceAll(' ', '-'))).toBe(typed.chat.deviceId);
    await Promise.all([first.done, second.done]);
  });

  it('refuses what is no code, and a device that has nothing to hand over', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const { code, qrText } = await phone.chat.linking.request();

    for (const text of ['', code.slice(1), `${code}1`, qrText.replace('link:1', 'link:2'), qrText.slice(0, -1)])
      await expect(laptop.chat.linking.approve(text)).rejects.toMatchObject({ code: 'invalid_code' });
    await expect(phone.chat.linking.approve(code)).rejects.toMatchObject({ code: 'not_linked' });
    const elsewhere = qrText.replace(phone.chat.deviceId, laptop.chat.deviceId);
    await expect(laptop.chat.linking.approve(elsewhere)).rejects.toMatchObject({ code: 'no_link_request' });
    await expectNothing(laptop, phone);
  });

  it('gives up a request for the next one of the same device', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const first = await phone.chat.linking.request();
    const second = await phone.chat.linking.request();

    await expect(first.done).rejects.toMatchObject({ name: 'AbortedError' });
    await expect(laptop.chat.linking.approve(first.code)).rejects.toMatchObject({ code: 'wrong_code' });
    await laptop.chat.linking.approve(second.code);
    await second.done;
  });

  it('ends a request after ten minutes', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const { code, done } = await phone.chat.linking.request();
    party.server.advance(600_000);

    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'no_link_request' });
    party.server.dropConnections();
    await expect(done).rejects.toMatchObject({ code: 'link_expired' });
    await expectNothing(laptop, phone);
    await link(laptop, phone);
  });

  it('needs the old device only for its answer, and finds that after a broken connection', async () => {
    const laptop = await party.join('alice');
    const store = memoryStore();
    const phone = await party.login('alice', { store });
    const { code, done } = await phone.chat.linking.request();
    party.server.dropConnections();
    party.server.dropNext('connect');
    await laptop.chat.linking.approve(code);
    await laptop.chat.close();

    await done;
    expect(phone.chat.trust.isSigned(phone.chat.deviceId)).toBe(true);
    await phone.chat.close();
    const again = await party.resume(store);
    expect(again.chat.linking.isLinked).toBe(true);
    expect(again.all('link-needed')).toEqual([]);
  });

  it('has done nothing when the answer does not reach the server, and works once it does', async () => {
    const laptop = await party.join('alice', { maxRetries: 0 });
    const phone = await party.login('alice');
    const { code, done } = await phone.chat.linking.request();
    party.server.failNext('answerDeviceLink', 'server_unavailable');

    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'server_unavailable' });
    await quiet();
    expect(await isCertified(laptop, phone.chat)).toBe(false);
    expect(phone.chat.linking.isLinked).toBe(false);
    await laptop.chat.linking.approve(code);
    await done;
  });

  it('is linked with the identity alone when its certificate cannot be stored, and tries that again', async () => {
    const laptop = await party.join('alice');
    const store = memoryStore();
    const phone = await party.login('alice', { store, maxRetries: 0 });
    const { code, done } = await phone.chat.linking.request();
    party.server.failNext('putDeviceCertificates', 'server_unavailable');
    await laptop.chat.linking.approve(code);

    await done;
    await phone.next('error');
    await laptop.next('device-new', ({ deviceId }) => deviceId === phone.chat.deviceId);
  });

  it('ends with the session of the new device, which asks anew at its next start', async () => {
    const laptop = await party.join('alice');
    const store = memoryStore();
    const phone = await party.login('alice', { store });
    const { code, done } = await phone.chat.linking.request();
    await phone.chat.close();
    await expect(done).rejects.toMatchObject({ name: 'AbortedError' });
    await laptop.chat.linking.approve(code); // it cannot know

    const again = await party.resume(store);
    await again.next('link-needed');
    expect(await isCertified(laptop, again.chat)).toBe(false);
    await link(laptop, again);
  });

  it('tells an old device that comes later of the request', async () => {
    const store = memoryStore();
    const laptop = await party.join('alice', { store });
    await laptop.chat.close();
    const phone = await party.login('alice');
    const { code, done } = await phone.chat.linking.request();

    const again = await party.resume(store);
    expect(await again.next('link-requested')).toEqual({ deviceId: phone.chat.deviceId });
    await again.chat.linking.approve(code);
    await done;
    await quiet();
    expect(again.all('link-requested')).toHaveLength(1);
  });

  describe('that cannot ask', () => {
    it('certifies it after its fingerprint was typed, and then it gets the keys', async () => {
      const laptop = await party.join('alice');
      const { id } = await laptop.chat.createChannel('general');
      const { publicKey } = await generateKeyPair();
      const { device_id, token } = party.server.addDevice(laptop.chat.userId, publicKey);
      const { baseUrl, fetch, WebSocket } = party.server;
      const plain = new DialtoneClient({ baseUrl, fetch, WebSocket, token });
      const realtime = plain.realtime();
      await realtime.connect();
      const shared = realtime.once('keys.shared', { where: ({ channel_id }) => channel_id === id });
      const sign = (typed: string) => laptop.chat.linking.signDevice(device_id, typed);

      const digits = await fingerprint(laptop.chat.userId, [publicKey]);
      const other = await fingerprint(laptop.chat.userId, [(await generateKeyPair()).publicKey]);
      for (const typed of [other, digits.slice(1), ''])
        await expect(sign(typed)).rejects.toMatchObject({ code: 'not_matching' });
      await expect(plain.keys.getChannelKey({ channel_id: id })).rejects.toMatchObject({ code: 'envelope_not_found' });
      await sign(` ${digits.replaceAll(' ', '')}\n`);

      expect(laptop.chat.trust.isSigned(device_id)).toBe(true);
      await shared;
      expect(await plain.keys.getChannelKey({ channel_id: id })).toBeDefined();
      await realtime.close();
      await sign(digits); // once more does no harm
    });

    it("refuses a device of somebody else's, and what an unlinked device says", async () => {
      const laptop = await party.join('alice');
      const bob = await party.join('bob');
      const phone = await party.login('alice');
      const digits = await fingerprint(bob.chat.userId, [SOME_KEY]);

      const signing = laptop.chat.linking.signDevice(bob.chat.deviceId, digits);
      await expect(signing).rejects.toMatchObject({ code: 'unknown_device' });
      await expect(phone.chat.linking.signDevice(phone.chat.deviceId, digits)).rejects.toMatchObject({
        code: 'not_linked',
      });
    });
  });
});

describe('linking on a real server', () => {
  const party = useParty(startServer);

  it('makes a new device able to read', async () => {
    const laptop = await party.join('alice');
    const { id } = await laptop.chat.createChannel('general');
    await laptop.chat.send(id, 'before the phone');
    const phone = await party.login('alice');
    await phone.next('link-needed');
    await link(laptop, phone);

    await phone.reads(id);
    for await (const { text } of phone.chat.history(id)) expect(text).toBe('before the phone');
  });
});

const SOME_KEY = Buffer.alloc(32, 7).toString('base64');
