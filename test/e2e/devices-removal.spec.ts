import { limits } from '@app/contract';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { makeChannel, NAME_ENC, NO_ID, saying } from '../support/channels.js';
import { loginFromNewDevice, PASSWORD, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob, listen } = useServer('alice', 'bob');

async function newKey(): Promise<string> {
  return (await generateKeyPair()).publicKey;
}

/** An envelope from somebody's device for another one. */
function envelope({ session }: Person, device_id: string) {
  return {
    device_id,
    sender_device_id: session.device_id,
    sender_public_key: session.device_public_key,
    envelope: NAME_ENC,
  };
}

describe('DELETE /devices', () => {
  it("removes the caller's device with its sessions and envelopes, and nothing else", async () => {
    const channel_id = await makeChannel(alice);
    const phone = await loginFromNewDevice(server, 'bob');
    const envelopes = [bob, phone].map(({ session }) => envelope(bob, session.device_id));
    await bob.client.keys.putChannelKeys({ channel_id, envelopes });
    await bob.client.keys.putDirectoryKeys({ envelopes });
    const before = await countRows(server, 'devices', 'sessions', 'channel_keys', 'directory_keys', 'users');

    await bob.client.devices.remove({ device_id: phone.session.device_id });

    await expect(phone.client.channels.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    const { keys } = await bob.client.devices.listKeys({ all: '1' });
    expect(keys.map(({ device_id }) => device_id)).not.toContain(phone.session.device_id);
    expect(await countRows(server, 'devices', 'sessions', 'channel_keys', 'directory_keys', 'users')).toEqual({
      devices: before.devices - 1,
      sessions: before.sessions - 1,
      channel_keys: before.channel_keys - 1,
      directory_keys: before.directory_keys - 1,
      users: before.users,
    });
    expect(await bob.client.keys.getChannelKey({ channel_id })).toMatchObject({ device_id: bob.session.device_id });
  });

  it('can remove the device of the current session', async () => {
    const phone = await loginFromNewDevice(server, 'bob');

    await phone.client.devices.remove({ device_id: phone.session.device_id });

    await expect(phone.client.channels.list()).rejects.toMatchObject({ status: 401 });
  });

  it('keeps the messages of the device', async () => {
    const channel_id = await makeChannel(alice);
    const phone = await loginFromNewDevice(server, 'bob');
    const ear = await listen(phone);
    ear.send(saying(channel_id, 'from the phone'));
    await ear.next('channel.message.new');

    await bob.client.devices.remove({ device_id: phone.session.device_id });

    const { messages } = await bob.client.messages.list({ channel_id });
    expect(messages.map(({ body }) => body)).toEqual(['from the phone']);
  });

  it("answers 403 for another user's device and keeps it", async () => {
    await expect(bob.client.devices.remove({ device_id: alice.session.device_id })).rejects.toMatchObject({
      status: 403,
      code: 'not_your_user',
    });

    await expect(alice.client.auth.listSessions()).resolves.toBeDefined();
  });

  it("lets an admin remove anybody's device", async () => {
    const phone = await loginFromNewDevice(server, 'bob');

    await alice.client.devices.remove({ device_id: phone.session.device_id });

    await expect(phone.client.channels.list()).rejects.toMatchObject({ status: 401 });
    await expect(bob.client.channels.list()).resolves.toBeDefined();
  });

  it('answers 404 for an unknown device, and for a removed one', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    await bob.client.devices.remove({ device_id: phone.session.device_id });

    for (const device_id of [NO_ID, phone.session.device_id]) {
      await expect(bob.client.devices.remove({ device_id })).rejects.toMatchObject({
        status: 404,
        code: 'device_not_found',
      });
    }
  });

  it('lets the same key log in again, as a new device', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    const { device_id, device_public_key: public_key } = phone.session;
    await bob.client.devices.remove({ device_id });

    const session = await stranger(server).auth.login({ username: 'bob', password: PASSWORD, public_key });

    expect(session.device_id).not.toBe(device_id);
  });
});

it('a user can have 50 devices; removing one makes room for another', async () => {
  const carol = await register(server, 'carol');
  const user_id = carol.session.user_id;
  const add = async () => carol.client.devices.create({ user_id, public_key: await newKey() });
  const login = async (public_key: string) =>
    stranger(server).auth.login({ username: 'carol', password: PASSWORD, public_key });
  for (let i = 2; i < limits.devicesPerUser; i++) await add();
  const racing = await Promise.allSettled([add(), add(), add(), login(await newKey())]);
  expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);

  await expect(add()).rejects.toMatchObject({ status: 409, code: 'too_many_devices' });
  await expect(login(await newKey())).rejects.toMatchObject({ status: 409, code: 'too_many_devices' });
  expect((await login(carol.session.device_public_key)).device_id).toBe(carol.session.device_id);

  const { keys } = await carol.client.devices.listKeys({ user_id });
  expect(keys).toHaveLength(50);
  await carol.client.devices.remove({ device_id: keys[1].device_id });
  await expect(add()).resolves.toMatchObject({ user_id });
});

describe('envelopes', () => {
  it("are refused with 403 when the sender's key is not that of the caller's device, and none is stored", async () => {
    const channel_id = await makeChannel(alice);
    const good = envelope(bob, alice.session.device_id);
    const before = await countRows(server, 'channel_keys', 'directory_keys');

    for (const sender_public_key of [await newKey(), alice.session.device_public_key]) {
      const envelopes = [good, { ...good, sender_public_key }];
      const refusal = { status: 403, code: 'sender_key_mismatch' };
      await expect(bob.client.keys.putChannelKeys({ channel_id, envelopes })).rejects.toMatchObject(refusal);
      await expect(bob.client.keys.putDirectoryKeys({ envelopes })).rejects.toMatchObject(refusal);
    }

    expect(await countRows(server, 'channel_keys', 'directory_keys')).toEqual(before);
    await expect(bob.client.keys.putChannelKeys({ channel_id, envelopes: [good] })).resolves.toEqual({ status: 'ok' });
  });
});
