import { limits } from '@app/contract';
import { Database } from '../../apps/server/src/core/database/database.js';
import { Reposts } from '../../apps/server/src/keys/reposts.js';
import { makeChannel, NO_ID } from '../support/channels.js';
import { fakeOnly } from '../support/clock.js';
import { call } from '../support/http.js';
import { sealed } from '../support/keys.js';
import { loginFromNewDevice, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');
let channel_id: string;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
});
afterEach(() => void jest.useRealTimers());

/** The fields of an envelope that name its sender. */
function senderOf({ session }: Person) {
  return { sender_device_id: session.device_id, sender_public_key: session.device_public_key };
}

/** The newest envelope of the channel's key for somebody. */
async function latest({ client }: Person): Promise<string> {
  return (await client.keys.getChannelKey({ channel_id })).envelope;
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

describe('/channels/keys', () => {
  it('stores an envelope for each device with 201 {"status":"ok"}; each device fetches its own', async () => {
    const answer = await call(server, 'POST', '/channels/keys', {
      token: alice.session.token,
      body: { channel_id, envelopes: [sealed(alice, alice, 'for alice'), sealed(alice, bob, 'for bob')] },
    });

    expect([answer.status, answer.text]).toEqual([201, '{"status":"ok"}']);
    expect(await alice.client.keys.getChannelKey({ channel_id })).toMatchObject({ envelope: 'for alice' });
    expect(await bob.client.keys.getChannelKey({ channel_id })).toEqual({
      channel_id,
      ...sealed(alice, bob, 'for bob'),
      created_at: expect.stringMatching(/Z$/),
    });
  });

  it('gives a device nothing that was sealed for another device of the same user', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob)] });

    await expect(phone.client.keys.getChannelKey({ channel_id })).rejects.toMatchObject({
      status: 404,
      code: 'envelope_not_found',
      message: expect.stringContaining('not found'),
    });
  });

  it('ignores a channel_id in an envelope', async () => {
    const other = await makeChannel(alice);

    await alice.client.keys.putChannelKeys({
      channel_id,
      envelopes: [
        { ...sealed(alice, bob), channel_id: other },
        { ...sealed(alice, alice), channel_id: '' },
      ],
    });

    expect(await bob.client.keys.getChannelKey({ channel_id })).toMatchObject({ channel_id });
    await expect(bob.client.keys.getChannelKey({ channel_id: other })).rejects.toMatchObject({ status: 404 });
  });

  it("replaces the sender's former envelope when it is posted again, and answers with it", async () => {
    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob, 'old')] });
    const before = await countRows(server, 'channel_keys');

    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob, 'new')] });

    expect(await bob.client.keys.getChannelKey({ channel_id })).toEqual({
      channel_id,
      ...sealed(alice, bob, 'new'),
      created_at: expect.stringMatching(/Z$/),
    });
    expect(await countRows(server, 'channel_keys')).toEqual(before);
  });

  it('keeps one envelope of each sender: the newest is the answer, the others come with it, newest first', async () => {
    const dora = await register(server, 'dora');
    for (const sender of [alice, dora, bob]) {
      await sender.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(sender, bob, `by ${sender.name}`)] });
    }
    await dora.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(dora, bob, 'by dora again')] });

    const { others = [], ...newest } = await bob.client.keys.getChannelKey({ channel_id });

    expect(newest).toMatchObject(sealed(dora, bob, 'by dora again'));
    expect(others).toEqual([
      { ...senderOf(bob), envelope: 'by bob', created_at: expect.stringMatching(/Z$/) },
      { ...senderOf(alice), envelope: 'by alice', created_at: expect.stringMatching(/Z$/) },
    ]);
  });

  it('keeps what others have sealed, however often and from however many devices somebody posts', async () => {
    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob, 'the right one')] });
    await register(server, 'eve');
    const devices = await inTurn([1, 2, 3, 4], () => loginFromNewDevice(server, 'eve'));
    for (const device of [...devices, ...devices]) {
      await device.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(device, bob, device.session.token)] });
    }

    const { others = [], ...newest } = await bob.client.keys.getChannelKey({ channel_id });

    expect([newest, ...others].map(({ envelope }) => envelope)).toEqual([
      devices[3].session.token,
      devices[2].session.token,
      'the right one',
    ]);
  });

  it('keeps no more than 20: one from somebody else has no effect until the oldest is a day old', async () => {
    const people = await inTurn(
      Array.from({ length: 21 }, (_, i) => `sender${i}`),
      (name) => register(server, name),
    );
    const post = (person: Person) =>
      person.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(person, bob, `by ${person.name}`)] });
    const envelopes = async () => {
      const { others = [], ...newest } = await bob.client.keys.getChannelKey({ channel_id });
      return [newest, ...others].map(({ envelope }) => envelope);
    };
    const last = people[20];
    for (const person of people.slice(0, 20)) await post(person);

    expect(await post(last)).toEqual({ status: 'ok' });
    expect(await envelopes()).toEqual(Array.from({ length: limits.envelopesPerKey }, (_, i) => `by sender${19 - i}`));

    const { dataSource } = server.app.get(Database);
    await dataSource.query('UPDATE channel_keys SET created_at = ? WHERE envelope = ?', [
      '2026-01-01 00:00:00',
      'by sender4',
    ]);
    await post(last);
    const now = await envelopes();
    expect(now).toHaveLength(limits.envelopesPerKey);
    expect([now[0], now.includes('by sender4')]).toEqual(['by sender20', false]);
  });

  it('keeps the envelope of a device that was removed since: its receiver may have no other', async () => {
    const phone = await loginFromNewDevice(server, 'alice');
    await phone.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(phone, bob, 'from the phone')] });

    await alice.client.devices.remove({ device_id: phone.session.device_id });

    expect(await bob.client.keys.getChannelKey({ channel_id })).toMatchObject({ envelope: 'from the phone' });
  });

  it('stops replacing for who re-posts without end, and still stores what a device has not got', async () => {
    fakeOnly(['performance']);
    const post = (...to: Person[]) => {
      const envelopes = to.map((person) => sealed(bob, person, String(++posted)));
      return bob.client.keys.putChannelKeys({ channel_id, envelopes });
    };
    let posted = 0;
    await post(bob);
    await post(bob);
    while (server.app.get(Reposts).mayReplace(bob.session.device_id, channel_id)) continue; // as many more as may be

    expect(await post(bob)).toEqual({ status: 'ok' });
    await post(bob, alice);

    expect([await latest(bob), await latest(alice)]).toEqual(['2', '5']);
    jest.advanceTimersByTime(1000 / limits.envelopeRepostsPerSecond);
    await post(bob);
    expect(await latest(bob)).toBe('6');
  });

  it("answers 403 when sender_device_id is not the caller's own device, and stores nothing", async () => {
    const phone = await loginFromNewDevice(server, 'alice');

    for (const sender of [bob, phone]) {
      const envelopes = [sealed(alice, alice), sealed(sender, bob)];
      await expect(alice.client.keys.putChannelKeys({ channel_id, envelopes })).rejects.toMatchObject({
        status: 403,
        code: 'not_your_device',
      });
    }

    await expect(alice.client.keys.getChannelKey({ channel_id })).rejects.toMatchObject({ status: 404 });
  });

  it('answers 400 for an empty list', async () => {
    await expect(alice.client.keys.putChannelKeys({ channel_id, envelopes: [] })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('is all or nothing: an unknown device_id is 404 and keeps the others out', async () => {
    const envelopes = [sealed(alice, bob), { ...sealed(alice, alice), device_id: NO_ID }];

    await expect(alice.client.keys.putChannelKeys({ channel_id, envelopes })).rejects.toMatchObject({
      status: 404,
      code: 'device_not_found',
    });

    await expect(bob.client.keys.getChannelKey({ channel_id })).rejects.toMatchObject({ status: 404 });
  });

  it('answers 404 for an unknown channel', async () => {
    const notFound = { status: 404, code: 'channel_not_found' };

    const put = alice.client.keys.putChannelKeys({ channel_id: NO_ID, envelopes: [sealed(alice, bob)] });

    await expect(put).rejects.toMatchObject(notFound);
    await expect(alice.client.keys.getChannelKey({ channel_id: NO_ID })).rejects.toMatchObject(notFound);
  });

  it('answers 401 without a session', async () => {
    await expect(stranger(server).keys.getChannelKey({ channel_id })).rejects.toMatchObject({ status: 401 });
    await expect(
      stranger(server).keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob)] }),
    ).rejects.toMatchObject({ status: 401 });
  });
});

describe('/directory/keys', () => {
  it('answers 204 while there is no envelope for the device', async () => {
    const carol = await register(server, 'carol');

    const answer = await call(server, 'GET', '/directory/keys', { token: carol.session.token });

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await carol.client.keys.getDirectoryKey()).toBeUndefined();
  });

  it('stores an envelope for each device with 201 {"status":"ok"}; each device fetches its own', async () => {
    const answer = await call(server, 'POST', '/directory/keys', {
      token: alice.session.token,
      body: { envelopes: [sealed(alice, alice, 'for alice'), sealed(alice, bob, 'for bob')] },
    });

    expect([answer.status, answer.text]).toEqual([201, '{"status":"ok"}']);
    expect(await bob.client.keys.getDirectoryKey()).toEqual({
      ...sealed(alice, bob, 'for bob'),
      created_at: expect.stringMatching(/Z$/),
    });
  });

  it('keeps one envelope of each sender: the newest is the answer, the others come with it', async () => {
    await bob.client.keys.putDirectoryKeys({ envelopes: [sealed(bob, bob, "bob's")] });
    await alice.client.keys.putDirectoryKeys({ envelopes: [sealed(alice, bob, 'old')] });

    await alice.client.keys.putDirectoryKeys({ envelopes: [sealed(alice, bob, 'new')] });

    expect(await bob.client.keys.getDirectoryKey()).toEqual({
      ...sealed(alice, bob, 'new'),
      created_at: expect.stringMatching(/Z$/),
      others: [{ ...senderOf(bob), envelope: "bob's", created_at: expect.stringMatching(/Z$/) }],
    });
  });

  it("answers 403 when sender_device_id is not the caller's own device", async () => {
    await expect(alice.client.keys.putDirectoryKeys({ envelopes: [sealed(bob, alice)] })).rejects.toMatchObject({
      status: 403,
      code: 'not_your_device',
    });
  });

  it('answers 400 for an empty list, and for a channel_id in an envelope', async () => {
    await expect(alice.client.keys.putDirectoryKeys({ envelopes: [] })).rejects.toMatchObject({ status: 400 });
    const answer = await call(server, 'POST', '/directory/keys', {
      token: alice.session.token,
      body: { envelopes: [{ ...sealed(alice, bob), channel_id }] },
    });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
  });

  it('is all or nothing: an unknown device_id is 404 and keeps the others out', async () => {
    const dave = await register(server, 'dave');
    const envelopes = [sealed(alice, dave), { ...sealed(alice, bob), device_id: NO_ID }];

    await expect(alice.client.keys.putDirectoryKeys({ envelopes })).rejects.toMatchObject({
      status: 404,
      code: 'device_not_found',
    });

    expect(await dave.client.keys.getDirectoryKey()).toBeUndefined();
  });

  it('is for trusted users only', async () => {
    const mallory = await register(server, 'mallory');
    await server.app
      .get(Database)
      .dataSource.query('UPDATE users SET is_trusted = 0 WHERE id = ?', [mallory.session.user_id]);
    const forbidden = { status: 403, code: 'forbidden' };

    await expect(mallory.client.keys.getDirectoryKey()).rejects.toMatchObject(forbidden);
    await expect(mallory.client.keys.putDirectoryKeys({ envelopes: [sealed(mallory, mallory)] })).rejects.toMatchObject(
      forbidden,
    );
    await expect(stranger(server).keys.getDirectoryKey()).rejects.toMatchObject({ status: 401 });
  });
});
