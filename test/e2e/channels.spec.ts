import { ChannelEntity } from '../../apps/server/src/channels/channel.entity.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { insertRows, selectRows } from '../../apps/server/src/core/database/rows.js';
import { NAME_ENC, NO_ID, makeChannel, saying } from '../support/channels.js';
import { call } from '../support/http.js';
import { operator, stranger } from '../support/people.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { countRows, untilCleared } from '../support/store.js';

const { server, alice, bob, listen } = useServer('alice', 'bob');

const notFound = { status: 404, code: 'channel_not_found', message: expect.stringContaining('not found') };

describe('POST /channels', () => {
  it('answers 201 with the channel', async () => {
    const answer = await call(server, 'POST', '/channels', {
      token: alice.session.token,
      body: { name_enc: NAME_ENC },
    });

    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toEqual({
      channel: {
        id: expect.any(String),
        name_enc: NAME_ENC,
        created_by: alice.session.user_id,
        created_at: expect.stringMatching(/Z$/),
      },
    });
  });
});

describe('PATCH /channels', () => {
  it('answers 200 with the renamed channel, as create does', async () => {
    const { channel } = await alice.client.channels.create({ name_enc: NAME_ENC });

    const answer = await call(server, 'PATCH', '/channels', {
      token: alice.session.token,
      body: { channel_id: channel.id, name_enc: 'another' },
    });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ channel: { ...channel, name_enc: 'another' } });
    expect((await bob.client.channels.list()).channels).toContainEqual({ ...channel, name_enc: 'another' });
  });

  it('answers 404 for an unknown channel', async () => {
    await expect(alice.client.channels.rename({ channel_id: NO_ID, name_enc: NAME_ENC })).rejects.toMatchObject(
      notFound,
    );
  });
});

describe('DELETE /channels', () => {
  it('answers 204 without a body, and the channel is gone', async () => {
    const channelId = await makeChannel(alice);

    const answer = await call(server, 'DELETE', `/channels?channel_id=${channelId}`, { token: alice.session.token });

    expect([answer.status, answer.text]).toEqual([204, '']);
    const { channels } = await bob.client.channels.list();
    expect(channels.map(({ id }) => id)).not.toContain(channelId);
  });

  it('answers 404 for an unknown channel, and for a deleted one', async () => {
    const channelId = await makeChannel(alice);
    await alice.client.channels.delete({ channel_id: channelId });

    for (const channel_id of [NO_ID, channelId]) {
      await expect(alice.client.channels.delete({ channel_id })).rejects.toMatchObject(notFound);
    }
  });

  it("deletes the channel's messages and keys, and no others", async () => {
    const [doomed, kept] = [await makeChannel(alice), await makeChannel(alice)];
    const ear = await listen(alice);
    const { device_id, device_public_key: sender_public_key } = alice.session;
    for (const channel_id of [doomed, kept]) {
      ear.send(saying(channel_id, 'hello'));
      await ear.next('channel.message.new');
      const envelope = { device_id, sender_device_id: device_id, sender_public_key, envelope: 'sealed' };
      await alice.client.keys.putChannelKeys({ channel_id, envelopes: [envelope] });
    }
    const before = await countRows(server, 'messages', 'channel_keys');

    await alice.client.channels.delete({ channel_id: doomed });
    await untilCleared(server, doomed);

    expect(await countRows(server, 'messages', 'channel_keys')).toEqual({
      messages: before['messages'] - 1,
      channel_keys: before['channel_keys'] - 1,
    });
    await expect(alice.client.messages.list({ channel_id: doomed })).rejects.toMatchObject(notFound);
    expect((await alice.client.messages.list({ channel_id: kept })).messages).toHaveLength(1);
  });
});

describe('GET /channels', () => {
  it('lists all channels to every member, the newest first', async () => {
    const made = [await makeChannel(alice, 'one'), await makeChannel(alice, 'two'), await makeChannel(alice, 'three')];

    const { channels } = await bob.client.channels.list();

    expect(channels.slice(0, 3).map(({ id }) => id)).toEqual(made.reverse());
    expect(channels.slice(0, 3).map(({ name_enc }) => name_enc)).toEqual(['three', 'two', 'one']);
  });

  it('answers 401 without a session', async () => {
    await expect(stranger(server).channels.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });
});

describe('a list of many channels', () => {
  const { server, alice } = useServer('alice');

  it('lets other work run while it is read', async () => {
    const { user_id: createdBy } = alice.session;
    const createdAt = new Date('2026-03-01T09:30:00.000Z');
    const rows = Array.from({ length: 5000 }, (_, i) => ({
      id: `channel ${String(i).padStart(4, '0')}`,
      nameEnc: NAME_ENC,
      createdBy,
      createdAt,
      deletedAt: null,
      keyVersion: 0,
      nameKeyVersion: 0,
      keyEpoch: 0,
    }));
    const db = server.app.get(Database);
    // In two parts, for a statement may not have too many values.
    for (const part of [rows.slice(0, 2500), rows.slice(2500)]) {
      await db.write((tx) => insertRows(tx.manager, ChannelEntity, part));
    }
    let turns = 0;
    const count = () => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);

    const found = await selectRows(db.read, ChannelEntity, 'ORDER BY id', []);

    clearImmediate(counting);
    expect(found).toEqual(rows);
    expect(turns).toBeGreaterThanOrEqual(4);
  });
});

describe('managing channels', () => {
  it("takes an admin's bearer token: without one 401, with a member's 403, and nothing changes", async () => {
    const channel_id = await makeChannel(alice);
    const before = await alice.client.channels.list();

    for (const [client, error] of [
      [stranger(server), { status: 401, code: 'unauthorized' }],
      [operator(server), { status: 401, code: 'unauthorized' }],
      [bob.client, { status: 403, code: 'forbidden' }],
    ] as const) {
      await expect(client.channels.create({ name_enc: NAME_ENC })).rejects.toMatchObject(error);
      await expect(client.channels.rename({ channel_id, name_enc: NAME_ENC })).rejects.toMatchObject(error);
      await expect(client.channels.delete({ channel_id })).rejects.toMatchObject(error);
    }

    expect(await alice.client.channels.list()).toEqual(before);
  });

  it('does not take the admin token', async () => {
    const answer = await call(server, 'POST', '/channels', {
      headers: { 'x-admin-token': ADMIN_TOKEN },
      body: { name_enc: NAME_ENC },
    });

    expect(answer.status).toBe(401);
  });
});
