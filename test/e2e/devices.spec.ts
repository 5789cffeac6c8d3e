import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { loginFromNewDevice, register, stranger } from '../support/people.js';
import { NO_PUBLIC_KEYS } from '../support/public-keys.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');

describe('POST /devices', () => {
  it("adds a device to the caller's own user with 201", async () => {
    const { publicKey: public_key } = await generateKeyPair();

    const answer = await call(server, 'POST', '/devices', {
      token: alice.session.token,
      body: { user_id: alice.session.user_id, public_key },
    });

    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toEqual({
      id: expect.any(String),
      user_id: alice.session.user_id,
      public_key,
      created_at: expect.stringMatching(/Z$/),
    });
  });

  it('answers 403 for another user, even for an unknown one', async () => {
    const { publicKey: public_key } = await generateKeyPair();
    const before = await countRows(server, 'devices');

    for (const user_id of [bob.session.user_id, NO_ID]) {
      await expect(alice.client.devices.create({ user_id, public_key })).rejects.toMatchObject({
        status: 403,
        code: 'not_your_user',
      });
    }

    expect(await countRows(server, 'devices')).toEqual(before);
  });

  it('answers with the existing device for a known key', async () => {
    const { user_id, device_id, device_public_key: public_key } = alice.session;

    const device = await alice.client.devices.create({ user_id, public_key });

    expect(device.id).toBe(device_id);
  });

  it.each(NO_PUBLIC_KEYS)('refuses a public key that is %s, and says what it should be', async (_, public_key) => {
    await expect(alice.client.devices.create({ user_id: alice.session.user_id, public_key })).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: expect.stringMatching(
        public_key.length > 44
          ? 'public_key must be shorter than or equal to 44 characters'
          : 'public_key is not valid: An X25519 public key of 32 bytes in standard base64',
      ),
    });
  });

  it('answers 401 without a session', async () => {
    const { user_id, device_public_key: public_key } = alice.session;

    await expect(stranger(server).devices.create({ user_id, public_key })).rejects.toMatchObject({ status: 401 });
  });
});

describe('GET /devices/keys', () => {
  it("lists the caller's own keys, the oldest first, under their user_id", async () => {
    const carol = await register(server, 'carol');
    const laptop = await loginFromNewDevice(server, 'carol');
    const phone = await loginFromNewDevice(server, 'carol');

    const keys = await carol.client.devices.listKeys({ user_id: carol.session.user_id });

    expect(keys).toEqual({
      user_id: carol.session.user_id,
      keys: [carol, laptop, phone].map(({ session }) => ({
        device_id: session.device_id,
        public_key: session.device_public_key,
      })),
    });
  });

  it("lists everyone's keys with all=1, the oldest first, each with its user_id", async () => {
    const phone = await loginFromNewDevice(server, 'alice');

    const { keys, ...rest } = await bob.client.devices.listKeys({ all: '1' });

    expect(rest).toEqual({});
    expect(keys[0]).toEqual({
      user_id: alice.session.user_id,
      device_id: alice.session.device_id,
      public_key: alice.session.device_public_key,
    });
    const ids = keys.map(({ device_id }) => device_id);
    expect(ids.indexOf(bob.session.device_id)).toBe(1);
    expect(ids.at(-1)).toBe(phone.session.device_id);
    expect((await countRows(server, 'devices'))['devices']).toBe(ids.length);
  });

  it('leaves out devices whose key an older server took, since no key can be sealed for them', async () => {
    const old = await loginFromNewDevice(server, 'bob');
    const { user_id, device_id } = old.session;
    const { dataSource } = server.app.get(Database);
    const ids = async () => [
      ...(await bob.client.devices.listKeys({ all: '1' })).keys.map((key) => key.device_id),
      ...(await bob.client.devices.listKeys({ user_id })).keys.map((key) => key.device_id),
    ];

    for (const [, public_key] of NO_PUBLIC_KEYS) {
      await dataSource.query('UPDATE devices SET public_key = ? WHERE id = ?', [public_key, device_id]);

      expect(await ids()).not.toContain(device_id);
    }
    await bob.client.devices.remove({ device_id });
  });

  it('answers 403 for another user', async () => {
    await expect(bob.client.devices.listKeys({ user_id: alice.session.user_id })).rejects.toMatchObject({
      status: 403,
      code: 'not_your_user',
    });
  });

  it('answers 400 with neither user_id nor all=1', async () => {
    await expect(bob.client.devices.listKeys({} as never)).rejects.toMatchObject({ status: 400 });
    for (const query of ['?all=0', '?all=true', '?all=', '?user_id=']) {
      const answer = await call(server, 'GET', `/devices/keys${query}`, { token: bob.session.token });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  it('answers 401 without a session', async () => {
    await expect(stranger(server).devices.listKeys({ all: '1' })).rejects.toMatchObject({ status: 401 });
  });
});
