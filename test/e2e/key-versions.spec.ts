import { limits } from '@app/contract';
import type { Channel } from '@dialtone/sdk';
import { makeChannel, NAME_ENC, NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { commitmentOf, newVersion } from '../support/key-versions.js';
import { sealed } from '../support/keys.js';
import { loginFromNewDevice, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');
let channel_id: string;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
});

/** The channel as it is listed for everyone. */
async function listed(id = channel_id): Promise<Channel | undefined> {
  return (await bob.client.channels.list()).channels.find((channel) => channel.id === id);
}

describe('POST /channels/key-versions', () => {
  it('any member makes the next version: the channel gets the key, and each device its envelope', async () => {
    const made = newVersion(channel_id, 1, bob, [alice, bob]);

    const { channel } = await bob.client.keys.createVersion(made);

    expect(channel).toEqual({
      id: channel_id,
      name_enc: NAME_ENC,
      created_by: alice.session.user_id,
      created_at: expect.stringMatching(/Z$/),
      key: {
        version: 1,
        commitment: made.commitment,
        device_id: bob.session.device_id,
        user_id: bob.session.user_id,
        signature: made.signature,
        created_at: expect.stringMatching(/Z$/),
      },
    });
    expect(await listed()).toEqual(channel);
    expect(await alice.client.keys.getChannelKey({ channel_id, version: 1 })).toEqual({
      channel_id,
      ...sealed(bob, alice, 'version 1'),
      created_at: expect.stringMatching(/Z$/),
      key: channel.key,
    });
  });

  it('names the commitment of the version before', async () => {
    await alice.client.keys.createVersion(newVersion(channel_id, 1, alice));

    const { channel } = await bob.client.keys.createVersion(newVersion(channel_id, 2, bob));

    expect(channel.key).toMatchObject({ version: 2, previous: commitmentOf(1), user_id: bob.session.user_id });
  });

  it.each([[1], [3], [limits.envelopesPerKey]])(
    'is a compare-and-set: after version 1, version %i is 409 and changes nothing',
    async (version) => {
      await alice.client.keys.createVersion(newVersion(channel_id, 1, alice));
      const before = [await listed(), await countRows(server, 'channel_keys', 'channel_key_versions')];

      const late = bob.client.keys.createVersion(newVersion(channel_id, version, bob));

      await expect(late).rejects.toMatchObject({ status: 409, code: 'key_version_conflict' });
      expect([await listed(), await countRows(server, 'channel_keys', 'channel_key_versions')]).toEqual(before);
    },
  );

  it('of many makers at once exactly one wins, and its key and envelopes are those that stay', async () => {
    const makers = [alice, bob, await loginFromNewDevice(server, 'alice'), await loginFromNewDevice(server, 'bob')];
    const attempts = [...makers, ...makers].map((maker, i) => ({
      maker,
      made: { ...newVersion(channel_id, 1, maker, makers), commitment: commitmentOf(i) },
    }));

    const outcomes = await Promise.allSettled(attempts.map(({ maker, made }) => maker.client.keys.createVersion(made)));

    const won = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [attempts[i]] : []));
    expect(won).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'key_version_conflict' });
    }
    const [{ maker, made }] = won;
    expect(await listed()).toMatchObject({
      key: { commitment: made.commitment, device_id: maker.session.device_id },
    });
    for (const { client } of makers) {
      const { others, sender_device_id } = await client.keys.getChannelKey({ channel_id, version: 1 });
      expect([sender_device_id, others]).toEqual([maker.session.device_id, undefined]);
    }
  });

  it('is all or nothing: an envelope for a device that was removed is 404 and makes no version', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    await bob.client.devices.remove({ device_id: phone.session.device_id });

    const made = alice.client.keys.createVersion(newVersion(channel_id, 1, alice, [alice, phone]));

    await expect(made).rejects.toMatchObject({ status: 404, code: 'device_not_found' });
    expect((await listed())?.key).toBeUndefined();
    await expect(alice.client.keys.getChannelKey({ channel_id, version: 1 })).rejects.toMatchObject({
      code: 'key_version_not_found',
    });
  });

  it("refuses another's envelopes with 403, an unknown channel with 404, and a stranger with 401", async () => {
    const forged = { ...newVersion(channel_id, 1, alice), envelopes: [sealed(alice, bob)] };
    await expect(bob.client.keys.createVersion(forged)).rejects.toMatchObject({ code: 'not_your_device' });
    await expect(alice.client.keys.createVersion(newVersion(NO_ID, 1, alice))).rejects.toMatchObject({
      code: 'channel_not_found',
    });
    await expect(stranger(server).keys.createVersion(forged)).rejects.toMatchObject({ status: 401 });
    expect((await listed())?.key).toBeUndefined();
  });

  it.each([
    ['version', 0],
    ['commitment', 'c2hvcnQ='],
    ['signature', commitmentOf(1)],
    ['envelopes', []],
  ])('answers 400 for a bad %s', async (field, value) => {
    const body = { ...newVersion(channel_id, 1, alice), [field]: value };

    const answer = await call(server, 'POST', '/channels/key-versions', { token: alice.session.token, body });

    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.text).toContain(field);
  });
});

describe("a channel's name", () => {
  it('cannot come with a new key: who sends one anyway gets 400, and nothing changes', async () => {
    const body = { ...newVersion(channel_id, 1, bob), name_enc: 'bmV3' };

    const answer = await call(server, 'POST', '/channels/key-versions', { token: bob.session.token, body });

    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(await listed()).toMatchObject({ name_enc: NAME_ENC });
    expect(await listed()).not.toHaveProperty('key');
  });

  it('stays under the version that it was written with, until an admin writes it under another', async () => {
    const rename = (name_enc: string, key_version?: number) =>
      alice.client.channels.rename({ channel_id, name_enc, ...(key_version !== undefined && { key_version }) });
    for (const version of [1, 2]) await bob.client.keys.createVersion(newVersion(channel_id, version, bob));
    expect(await listed()).toMatchObject({ name_enc: NAME_ENC, key: { version: 2 } });
    expect(await listed()).not.toHaveProperty('name_key_version');

    const { channel } = await rename('bmV3', 1);
    expect(channel).toMatchObject({ name_enc: 'bmV3', name_key_version: 1, key: { version: 2 } });
    expect(await listed()).toEqual(channel);
    await bob.client.keys.createVersion(newVersion(channel_id, 3, bob));
    expect(await listed()).toMatchObject({ name_enc: 'bmV3', name_key_version: 1, key: { version: 3 } });

    for (const version of [undefined, 0]) {
      await rename('bmV3', 1);
      expect((await rename('b2xk', version)).channel).not.toHaveProperty('name_key_version');
      expect(await listed()).toMatchObject({ name_enc: 'b2xk', key: { version: 3 } });
      expect(await listed()).not.toHaveProperty('name_key_version');
    }
  });

  it('under a version that does not exist is 404 and changes nothing, as is one by a member with 403', async () => {
    await bob.client.keys.createVersion(newVersion(channel_id, 1, bob));
    const before = await listed();

    const early = alice.client.channels.rename({ channel_id, name_enc: 'bmV3', key_version: 2 });
    await expect(early).rejects.toMatchObject({ status: 404, code: 'key_version_not_found' });
    const unknown = alice.client.channels.rename({ channel_id: NO_ID, name_enc: 'bmV3', key_version: 1 });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'channel_not_found' });
    const members = bob.client.channels.rename({ channel_id, name_enc: 'bmV3', key_version: 1 });
    await expect(members).rejects.toMatchObject({ status: 403, code: 'forbidden' });

    expect(await listed()).toEqual(before);
  });
});

describe('envelopes', () => {
  it('are those of one version: version 0 is the one that clients mean who know of none', async () => {
    await alice.client.keys.createVersion(newVersion(channel_id, 1, alice, [bob]));
    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob, 'version 0')] });

    const envelopeOf = async (version?: number) =>
      (await bob.client.keys.getChannelKey({ channel_id, version })).envelope;

    expect(await Promise.all([envelopeOf(), envelopeOf(0), envelopeOf(1)])).toEqual([
      'version 0',
      'version 0',
      'version 1',
    ]);
    expect(await bob.client.keys.getChannelKey({ channel_id })).not.toHaveProperty('key');
  });

  it('of a version that exists may follow, also of an earlier one; of one that does not they are 404', async () => {
    for (const version of [1, 2]) await alice.client.keys.createVersion(newVersion(channel_id, version, alice));
    for (const version of [1, 2]) {
      const envelopes = [sealed(alice, bob, `late ${String(version)}`)];
      await alice.client.keys.putChannelKeys({ channel_id, version, envelopes });
      expect(await bob.client.keys.getChannelKey({ channel_id, version })).toMatchObject({
        envelope: `late ${String(version)}`,
        key: { version },
      });
    }
    const unknown = { status: 404, code: 'key_version_not_found' };
    const put = alice.client.keys.putChannelKeys({ channel_id, version: 3, envelopes: [sealed(alice, bob)] });
    await expect(put).rejects.toMatchObject(unknown);
    await expect(bob.client.keys.getChannelKey({ channel_id, version: 3 })).rejects.toMatchObject(unknown);
  });

  it('are limited for each version: those of one take no room from another', async () => {
    await alice.client.keys.createVersion(newVersion(channel_id, 1, alice));
    const eves = [await register(server, 'eve')];
    while (eves.length < 4) eves.push(await loginFromNewDevice(server, 'eve'));
    for (const version of [0, 1]) {
      for (const eve of eves) {
        await eve.client.keys.putChannelKeys({ channel_id, version, envelopes: [sealed(eve, bob)] });
      }
    }

    for (const version of [0, 1]) {
      const { others = [] } = await bob.client.keys.getChannelKey({ channel_id, version });
      expect(1 + others.length).toBe(limits.envelopesPerSender);
    }
  });

  it('go with the channel', async () => {
    await alice.client.keys.createVersion(newVersion(channel_id, 1, alice));
    await alice.client.channels.delete({ channel_id });

    await expect(alice.client.keys.getChannelKey({ channel_id, version: 1 })).rejects.toMatchObject({
      code: 'channel_not_found',
    });
    await expect(alice.client.keys.requestRotation({ channel_id })).rejects.toMatchObject({
      code: 'channel_not_found',
    });
    await expect(alice.client.keys.createVersion(newVersion(channel_id, 2, alice))).rejects.toMatchObject({
      code: 'channel_not_found',
    });
  });
});

describe('a channel is stale', () => {
  it('once any member asks for a new key, until it has one', async () => {
    expect(await listed()).not.toHaveProperty('is_stale');

    expect(await bob.client.keys.requestRotation({ channel_id })).toEqual({ status: 'ok' });
    expect(await listed()).toMatchObject({ is_stale: true });

    const { channel } = await alice.client.keys.createVersion(newVersion(channel_id, 1, alice));
    expect(channel).not.toHaveProperty('is_stale');
    expect(await listed()).not.toHaveProperty('is_stale');
  });

  it('once a device is removed, as are all that there are then; one that is made later is not', async () => {
    const other = await makeChannel(alice);
    const phone = await loginFromNewDevice(server, 'bob');
    await alice.client.devices.remove({ device_id: phone.session.device_id });
    const later = await makeChannel(alice);

    const stale = await Promise.all([channel_id, other, later].map(async (id) => (await listed(id))?.is_stale));

    expect(stale).toEqual([true, true, undefined]);
    await alice.client.keys.createVersion(newVersion(channel_id, 1, alice));
    expect([(await listed())?.is_stale, (await listed(other))?.is_stale]).toEqual([undefined, true]);
  });

  it('for everyone, also after it was renamed', async () => {
    await bob.client.keys.requestRotation({ channel_id });

    const { channel } = await alice.client.channels.rename({ channel_id, name_enc: NAME_ENC });

    expect(channel).toMatchObject({ is_stale: true });
  });
});

it('a removal that fails makes nothing stale', async () => {
  await expect(alice.client.devices.remove({ device_id: NO_ID })).rejects.toMatchObject({ status: 404 });
  await expect(bob.client.devices.remove({ device_id: alice.session.device_id })).rejects.toMatchObject({
    code: 'not_your_user',
  });

  expect(await listed()).not.toHaveProperty('is_stale');
});
