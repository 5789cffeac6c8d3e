import type { DeviceKey } from '@dialtone/sdk';
import type { ChatSession } from '@dialtone/sdk/chat';
import { fingerprint, generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { lie, link, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { lieAboutDevices, listedDevices } from '../sdk/support/lying.js';
import { generateIdentity } from '../support/identities.js';
import { refusalOf } from './support/versions.js';

const SOME_KEY = Buffer.alloc(32, 7).toString('base64');

describe('a server that lies about a device to be linked', () => {
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

  it("does not fall for another key in the new device's place", async () => {
    const laptop = await party.join('alice');
    const { publicKey } = await generateKeyPair();
    const own = new Set((await laptop.chat.client.devices.listKeys({ all: '1' })).keys.map((key) => key.device_id));
    await lie(laptop.chat, 'listDeviceKeys', (body: DeviceList) => ({
      ...body,
      keys: body.keys.map((key) => (own.has(key.device_id) ? key : { ...key, public_key: publicKey })),
    }));
    const phone = await party.login('alice');
    const { code } = await phone.chat.linking.request();

    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'wrong_code' });
    await expectNothing(laptop, phone);
  });

  it.each([
    ['its signing key', (request: Posted) => ({ ...request, signing_key: SOME_KEY })],
    ['its capabilities', (request: Posted) => ({ ...request, capabilities: [] })],
    ['its MAC', (request: Posted) => ({ ...request, mac: SOME_KEY })],
    ['a signing key that is none', (request: Posted) => ({ ...request, signing_key: 'none' })],
  ])('does not fall for a changed request: %s', async (_name, change) => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const { code } = await phone.chat.linking.request();
    await lie(laptop.chat, 'getDeviceLink', (link: Link) => ({
      ...link,
      request: JSON.stringify(change(JSON.parse(link.request) as Posted)),
    }));

    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'wrong_code' });
    await expectNothing(laptop, phone);
  });

  it('can try five codes, after which the right one is refused too until the device asks anew', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const { code } = await phone.chat.linking.request();
    for (let i = 0; i < 5; i += 1)
      await expect(laptop.chat.linking.approve('0000 0000 0000 0000 0000')).rejects.toMatchObject({
        code: 'wrong_code',
      });

    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject({ code: 'too_many_codes' });
    await expectNothing(laptop, phone);
    await link(laptop, phone);
  });

  it('cannot have a typed code tried on hundreds of devices, and a scanned one is tried on its own', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const { code, qrText } = await phone.chat.linking.request();
    const theirs = await laptop.chat.client.devices.getLink({ device_id: phone.chat.deviceId });
    const ghosts = Array.from({ length: 100 }, (_, i) => ({
      device_id: `ghost-${i}`,
      user_id: laptop.chat.userId,
      public_key: Buffer.alloc(32, `ghost ${i}`).toString('base64'),
    }));
    let asked = 0;
    let answer = refusalOf(404, 'link_not_found');
    laptop.chat.client.use(async (call, next) => {
      if (call.operationId !== 'getDeviceLink' || !call.url.includes('ghost')) return next(call);
      asked += 1;
      return answer;
    });
    await lieAboutDevices(laptop.chat, (keys) => [...keys, ...ghosts]);
    await laptop.chat.createChannel('general'); // and refreshes everything, requests too
    await quiet();
    asked = 0;
    const verify = jest.spyOn(crypto.subtle, 'verify');
    const tries = () => verify.mock.calls.filter(([algorithm]) => algorithm === 'HMAC').length;

    const refusal = { code: 'too_many_unsigned', message: expect.stringContaining('QR text') as string };
    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject(refusal);
    expect({ asked, tries: tries() }).toEqual({ asked: 20, tries: 0 });

    answer = { status: 200, headers: new Headers(), body: JSON.stringify(theirs) };
    await expect(laptop.chat.linking.approve(code)).rejects.toMatchObject(refusal);
    expect({ asked, tries: tries() }).toEqual({ asked: 25, tries: 5 });
    await expectNothing(laptop, phone);

    expect(await laptop.chat.linking.approve(qrText)).toBe(phone.chat.deviceId);
    expect({ asked, tries: tries() }).toEqual({ asked: 25, tries: 6 });
    verify.mockRestore();
  });

  it('gets nothing handed over or certified while it names another identity for the very user', async () => {
    const laptop = await party.join('alice');
    const [phone, old] = [await party.login('alice'), await party.login('alice')];
    const { code, qrText } = await phone.chat.linking.request();
    const { publicKey } = await generateKeyPair();
    const { device_id: added } = party.server.addDevice(laptop.chat.userId, publicKey);
    const identity = generateIdentity();
    const isLaptop = ({ device_id }: DeviceKey) => device_id === laptop.chat.deviceId;
    const stop = await lieAboutDevices(laptop.chat, (keys) =>
      keys.map((key) => (isLaptop(key) ? { ...key, certificate: identity.certify(key) } : key)),
    );

    for (const typed of [code, qrText])
      await expect(laptop.chat.linking.approve(typed)).rejects.toMatchObject({ code: 'identity_changed' });
    const digits = await fingerprint(laptop.chat.userId, [publicKey]);
    await expect(laptop.chat.linking.signDevice(added, digits)).rejects.toMatchObject({ code: 'identity_changed' });
    expect(laptop.all('identity-changed')).toMatchObject([{ userId: laptop.chat.userId }]);
    await expectNothing(laptop, phone);
    expect((await listedDevices(old.chat)).filter(({ certificate }) => certificate !== undefined)).toHaveLength(1);

    stop();
    await laptop.chat.linking.signDevice(added, digits);
    await laptop.chat.linking.approve(code);
  });

  it('cannot keep a request open for longer than ten minutes', async () => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { code, done } = await phone.chat.linking.request();
    const expire = timers.mock.calls.find(([, ms]) => ms === 600_000)![0];
    timers.mockRestore();

    expire();
    await expect(done).rejects.toMatchObject({ code: 'link_expired' });
    await laptop.chat.linking.approve(code);
    await quiet();
    expect(phone.chat.linking.isLinked).toBe(false);
    expect(await isCertified(laptop, phone.chat)).toBe(false);
  });

  it('takes no identity but that of who knows the code', async () => {
    // Mallory links a phone of hers; the server shows her answer to Alice's.
    const mallory = await party.join('mallory');
    const hers = await party.login('mallory');
    const { code: herCode } = await hers.chat.linking.request();
    await mallory.chat.linking.approve(herCode);
    const { answer } = await mallory.chat.client.devices.getLink({ device_id: hers.chat.deviceId });
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    await lie(phone.chat, 'getDeviceLink', (link: Link) => ({ ...link, answer }));

    const { done } = await phone.chat.linking.request();
    await expect(done).rejects.toMatchObject({ code: 'wrong_answer' });
    await quiet();
    expect(phone.chat.linking.isLinked).toBe(false);
    expect(await isCertified(laptop, phone.chat)).toBe(false);
  });

  it.each([
    ['another identity in it', (answer: Answer) => ({ ...answer, identity_key: SOME_KEY })],
    ['another device as its sender', (answer: Answer) => ({ ...answer, device_id: 'another' })],
    ['no ciphertext', (answer: Answer) => ({ ...answer, sealed: '' })],
    ['a key that is none', (answer: Answer) => ({ ...answer, identity_key: 'none' })],
    ['a later version', (answer: Answer) => ({ ...answer, v: 2 })],
  ])('takes no changed answer: %s', async (_name, change) => {
    const laptop = await party.join('alice');
    const phone = await party.login('alice');
    await lie(phone.chat, 'getDeviceLink', ({ answer, ...link }: Link) => ({
      ...link,
      ...(answer !== undefined && { answer: JSON.stringify(change(JSON.parse(answer) as Answer)) }),
    }));
    const { code, done } = await phone.chat.linking.request();
    await laptop.chat.linking.approve(code);

    await expect(done).rejects.toMatchObject({ code: 'wrong_answer' });
    expect(phone.chat.linking.isLinked).toBe(false);
  });

  it('takes no answer to another device, or to a request from before', async () => {
    const laptop = await party.join('alice');
    const [phone, tablet] = [await party.login('alice'), await party.login('alice')];
    const before = await phone.chat.linking.request();
    await phone.chat.close(); // so that it does not take the answer
    await laptop.chat.linking.approve(before.code);
    const { answer } = await laptop.chat.client.devices.getLink({ device_id: phone.chat.deviceId });

    await lie(tablet.chat, 'getDeviceLink', (link: Link) => ({ ...link, answer }));
    const { done } = await tablet.chat.linking.request();
    await expect(done).rejects.toMatchObject({ code: 'wrong_answer' });
    expect(tablet.chat.linking.isLinked).toBe(false);
  });
});

interface DeviceList {
  readonly keys: readonly { readonly device_id: string; readonly public_key: string }[];
}

interface Link {
  readonly request: string;
  readonly answer?: string | undefined;
}

interface Posted {
  readonly signing_key: string;
  readonly capabilities: readonly string[];
  readonly mac: string;
}

interface Answer {
  readonly device_id: string;
  readonly identity_key: string;
  readonly sealed: string;
}
