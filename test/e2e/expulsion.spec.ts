import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Passwords } from '../../apps/server/src/core/security/passwords.js';
import { makeChannel, NAME_ENC, saying } from '../support/channels.js';
import { call } from '../support/http.js';
import { sealed } from '../support/keys.js';
import { loginFromNewDevice, operator, PASSWORD, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob, listen } = useServer({ perTest: true }, 'alice', 'bob');

function setDisabled(by: Pick<Person, 'client'>, { session }: Person, disabled: boolean) {
  return by.client.users.update({ user_id: session.user_id, disabled });
}

const makeAdmin = ({ session }: Person) => alice.client.users.update({ user_id: session.user_id, is_admin: true });

async function login(username: string, password = PASSWORD) {
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.login({ username, password, public_key });
}

async function signUp(username: string, invite_token: string) {
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.register({ username, password: PASSWORD, public_key, invite_token });
}

describe('a disabled user', () => {
  it('is out at once: sessions, tickets and connections end, and presence shows them offline', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    const { ticket } = await bob.client.auth.createTicket();
    const aliceHears = await listen(alice);
    const ears = [await listen(bob), await listen(phone)];
    const closed = ears.map((ear) => ear.realtime.once('close'));

    expect(await setDisabled(alice, bob, true)).toEqual({
      user_id: bob.session.user_id,
      is_admin: false,
      is_trusted: true,
      disabled: true,
    });

    expect(await Promise.all(closed)).toMatchObject(Array(2).fill({ code: 4001, reason: 'session_ended' }));
    for (const { client } of [bob, phone]) {
      await expect(client.channels.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    }
    const { user_id } = bob.session;
    expect(await countRows(server, 'tickets', `sessions WHERE user_id = '${user_id}'`)).toEqual({
      tickets: 0,
      [`sessions WHERE user_id = '${user_id}'`]: 0,
    });
    expect(ticket).not.toBe('');
    await aliceHears.next('presence.changed', (frame) => frame.user_id === user_id && !frame.online);
    expect((await alice.client.presence.query({ user_ids: [user_id] })).statuses).toEqual({ [user_id]: false });
  });

  it('cannot log in: the answer and the work are those of a wrong password, and it counts as one', async () => {
    await setDisabled(alice, bob, true);
    const verify = jest.spyOn(server.app.get(Passwords), 'verify');
    const { publicKey: public_key } = await generateKeyPair();
    const attempt = async (username: string, password: string) => {
      const body = { username, password, public_key };
      const { status, code, text } = await call(server, 'POST', '/auth/login', { body });
      return { status, code, text, checks: verify.mock.calls.splice(0).length };
    };

    const right = await attempt('bob', PASSWORD);

    expect(right).toEqual(await attempt('alice', 'wrong password 1'));
    expect(right).toMatchObject({ status: 401, code: 'invalid_credentials', checks: 1 });
    for (let i = 1; i < 10; i++) expect((await attempt('bob', PASSWORD)).status).toBe(401);
    expect(await attempt('bob', PASSWORD)).toMatchObject({ status: 429, code: 'rate_limited', checks: 0 });
  });

  it('takes along the open invites that they made, and those for them, but no others', async () => {
    await makeAdmin(bob);
    const { user_id: reset_user_id } = bob.session;
    const [his, used] = [await bob.client.invites.create(), await bob.client.invites.create()];
    const [hers, reset] = [await alice.client.invites.create(), await alice.client.invites.create({ reset_user_id })];
    await signUp('carol', used.token);

    await setDisabled(alice, bob, true);

    for (const { token } of [his, reset]) {
      await expect(signUp('bob', token)).rejects.toMatchObject({ status: 404, code: 'invite_not_found' });
    }
    await expect(signUp('dora', hers.token)).resolves.toMatchObject({ username: 'dora' });
    const { invites } = await alice.client.invites.list();
    expect(invites.filter(({ created_by }) => created_by === reset_user_id)).toMatchObject([
      { used_at: expect.any(String) },
    ]);
  });

  it('is sent no keys: their devices are not listed, and envelopes for them are refused', async () => {
    const channel_id = await makeChannel(alice);

    await setDisabled(alice, bob, true);

    const { keys } = await alice.client.devices.listKeys({ all: '1' });
    expect(keys.map(({ user_id }) => user_id)).toEqual([alice.session.user_id]);
    const envelopes = [sealed(alice, alice), sealed(alice, bob)];
    const refusal = { status: 404, code: 'device_not_found' };
    await expect(alice.client.keys.putChannelKeys({ channel_id, envelopes })).rejects.toMatchObject(refusal);
    await expect(alice.client.keys.putDirectoryKeys({ envelopes })).rejects.toMatchObject(refusal);
    expect(await countRows(server, 'channel_keys', 'directory_keys')).toEqual({ channel_keys: 0, directory_keys: 0 });
  });

  it('leaves their profile and messages', async () => {
    const channel_id = await makeChannel(alice);
    await bob.client.users.setProfile({ name_enc: NAME_ENC });
    const ear = await listen(bob);
    ear.send(saying(channel_id, 'before'));
    await ear.next('channel.message.new');

    await setDisabled(alice, bob, true);

    const { user_id } = bob.session;
    expect((await alice.client.users.listProfiles()).profiles).toMatchObject([{ user_id }]);
    const { messages } = await alice.client.messages.list({ channel_id });
    expect(messages).toMatchObject([{ sender_id: user_id, body: 'before' }]);
  });

  it('gets back the login and the devices when they are enabled, but no session and no invite', async () => {
    await makeAdmin(bob);
    const { token } = await bob.client.invites.create();
    await setDisabled(alice, bob, true);

    expect(await setDisabled(alice, bob, false)).toMatchObject({ disabled: false });

    await expect(bob.client.channels.list()).rejects.toMatchObject({ status: 401 });
    await expect(signUp('carol', token)).rejects.toMatchObject({ code: 'invite_not_found' });
    expect((await login('bob')).user_id).toBe(bob.session.user_id);
    const { keys } = await alice.client.devices.listKeys({ all: '1' });
    expect(keys.map(({ device_id }) => device_id)).toContain(bob.session.device_id);
  });

  it('cannot claim their reserved name, and gets no invite for it', async () => {
    const { id: user_id } = await operator(server).users.create({ username: 'reserved' });
    const { token } = await alice.client.invites.create({ user_id });

    await alice.client.users.update({ user_id, disabled: true });

    await expect(signUp('reserved', token)).rejects.toMatchObject({ status: 404, code: 'invite_not_found' });
    await expect(alice.client.invites.create({ user_id })).rejects.toMatchObject({
      status: 409,
      code: 'user_disabled',
    });
  });
});

describe('admins', () => {
  it('the last one cannot be disabled, not even by the operator, and a disabled one does not count', async () => {
    const refusal = { status: 409, code: 'last_admin' };
    await expect(setDisabled(alice, alice, true)).rejects.toMatchObject(refusal);
    await expect(setDisabled({ client: operator(server) }, alice, true)).rejects.toMatchObject(refusal);
    await makeAdmin(bob);
    await setDisabled(alice, bob, true);

    await expect(setDisabled(alice, alice, true)).rejects.toMatchObject(refusal);
    await expect(alice.client.users.update({ user_id: alice.session.user_id, is_admin: false })).rejects.toMatchObject(
      refusal,
    );

    const ids = [alice, bob].map(({ session }) => session.user_id);
    expect(Object.values((await alice.client.presence.query({ user_ids: ids })).admins)).toEqual([true, false]);
    await expect(alice.client.channels.list()).resolves.toBeDefined();
  });

  it('members cannot disable anybody, the operator can', async () => {
    await expect(setDisabled(bob, alice, true)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await makeAdmin(bob);

    await setDisabled({ client: operator(server) }, alice, true);

    await expect(alice.client.channels.list()).rejects.toMatchObject({ status: 401 });
  });

  it('when two disable each other at once, one stays', async () => {
    await makeAdmin(bob);

    const outcomes = await Promise.allSettled([setDisabled(alice, bob, true), setDisabled(bob, alice, true)]);

    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0].reason).toMatchObject({ status: 401 });
    const enabled = 'users WHERE is_admin AND disabled_at IS NULL';
    expect(await countRows(server, enabled)).toEqual({ [enabled]: 1 });
  });

  it('of three who disable each other in a circle, whoever is out decides nothing any more', async () => {
    const carol = await register(server, 'carol');
    for (const one of [bob, carol]) await makeAdmin(one);

    const outcomes = await Promise.allSettled([
      setDisabled(alice, bob, true),
      setDisabled(bob, carol, true),
      setDisabled(carol, alice, true),
    ]);

    const enabled = 'users WHERE is_admin AND disabled_at IS NULL';
    const left = (await countRows(server, enabled))[enabled];
    expect(left).toBe(3 - outcomes.filter(({ status }) => status === 'fulfilled').length);
    expect(left).toBeGreaterThan(0);
  });
});

describe('what is under way while a user is being disabled', () => {
  it('no session that begins meanwhile survives, nor works once they are enabled', async () => {
    const begun = Array.from({ length: 8 }, () => loginFromNewDevice(server, 'bob'));
    const tickets = Array.from({ length: 4 }, () => bob.client.auth.createTicket());
    const change = bob.client.auth.changePassword({ current_password: PASSWORD, new_password: 'battery staple 8' });

    const [, ...outcomes] = await Promise.allSettled([setDisabled(alice, bob, true), ...begun, ...tickets, change]);

    const his = `sessions WHERE user_id = '${bob.session.user_id}'`;
    expect(await countRows(server, his, 'tickets')).toEqual({ [his]: 0, tickets: 0 });
    await setDisabled(alice, bob, false);
    for (const outcome of outcomes.slice(0, begun.length)) {
      if (outcome.status === 'rejected') continue;
      const { client } = outcome.value as Person;
      await expect(client.channels.list()).rejects.toMatchObject({ status: 401 });
    }
  });

  it('a login whose password was just found right is refused', async () => {
    const passwords = server.app.get(Passwords);
    const verify = passwords.verify.bind(passwords);
    jest.spyOn(passwords, 'verify').mockImplementationOnce(async (...args) => {
      const isRight = await verify(...args);
      await setDisabled(alice, bob, true);
      return isRight;
    });

    await expect(login('bob')).rejects.toMatchObject({ status: 401, code: 'invalid_credentials' });

    const his = `sessions WHERE user_id = '${bob.session.user_id}'`;
    expect(await countRows(server, his)).toEqual({ [his]: 0 });
  });
});
