import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { sealed } from '../support/keys.js';
import { loginFromNewDevice, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');
let channel_id: string;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
});

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

  it("replaces the device's envelope when it is posted again", async () => {
    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob, 'old')] });
    const before = await countRows(server, 'channel_keys');

    await bob.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(bob, bob, 'new')] });

    expect(await bob.client.keys.getChannelKey({ channel_id })).toMatchObject(sealed(bob, bob, 'new'));
    expect(await countRows(server, 'channel_keys')).toEqual(before);
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

  it("replaces the device's envelope when it is posted again", async () => {
    await alice.client.keys.putDirectoryKeys({ envelopes: [sealed(alice, bob, 'old')] });

    await bob.client.keys.putDirectoryKeys({ envelopes: [sealed(bob, bob, 'new')] });

    expect(await bob.client.keys.getDirectoryKey()).toMatchObject(sealed(bob, bob, 'new'));
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
