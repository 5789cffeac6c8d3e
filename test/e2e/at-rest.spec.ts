import { DialtoneClient } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { makeChannel, saying } from '../support/channels.js';
import { operator, PASSWORD, register, stranger } from '../support/people.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { everythingStored } from '../support/store.js';

const { server, listen, restart } = useServer({ perTest: true });

describe('a server', () => {
  it('stores no token, invite, username, password or secret in clear', async () => {
    const username = 'wilhelmina';
    const invite = await operator(server).invites.create();
    const alice = await register(server, username);
    const { id } = await operator(server).users.create({ username: 'reserved-name' });
    const channelId = await makeChannel(alice, 'visible-marker');

    const bytes = await everythingStored(server);

    // The search works: it finds what is stored in clear.
    for (const text of [alice.session.user_id, id, channelId, 'visible-marker'])
      expect(bytes.includes(text)).toBe(true);
    for (const [what, secret] of Object.entries({
      token: alice.session.token,
      'token bytes': Buffer.from(alice.session.token, 'base64url'),
      invite: invite.token,
      'invite bytes': Buffer.from(invite.token, 'base64url'),
      username,
      'reserved name': 'reserved-name',
      password: PASSWORD,
      'admin token': ADMIN_TOKEN,
    })) {
      expect([what, bytes.includes(secret)]).toEqual([what, false]);
    }
  });

  it('logs no secrets, names or ciphertext', async () => {
    const alice = await register(server, 'wilhelmina');
    const channelId = await makeChannel(alice, 'secret-name-enc');
    const ear = await listen(alice);
    ear.send(saying(channelId, 'secret-body'), saying('', 'secret-body'));
    await ear.next('channel.message.new');
    await ear.next('error');
    const login = { username: 'wilhelmina', public_key: alice.session.device_public_key };
    const guess = stranger(server).auth.login({ ...login, password: 'wrong-password-1' });
    await expect(guess).rejects.toMatchObject({ code: 'invalid_credentials' });

    const log = server.log.join('');

    expect(log).toContain('/auth/register');
    expect(log).toContain('/auth/login');
    for (const secret of [alice.session.token, 'wilhelmina', PASSWORD, 'wrong-password-1', 'secret-', ADMIN_TOKEN]) {
      expect([secret, log.includes(secret)]).toEqual([secret, false]);
    }
  });
});

describe('a restart', () => {
  it('keeps sessions, invites, users, channels, keys and the history', async () => {
    const alice = await register(server, 'alice');
    const invite = await operator(server).invites.create();
    const channel_id = await makeChannel(alice);
    const { device_id, device_public_key: sender_public_key, token } = alice.session;
    const envelope = { device_id, sender_device_id: device_id, sender_public_key, envelope: 'sealed' };
    await alice.client.keys.putChannelKeys({ channel_id, envelopes: [envelope] });
    const ear = await listen(alice);
    ear.send(saying(channel_id, 'one'), saying(channel_id, 'two'));
    await ear.next('channel.message.new', ({ body }) => body === 'two');
    const state = async (client: DialtoneClient) => [
      await client.channels.list(),
      await client.messages.list({ channel_id }),
      await client.keys.getChannelKey({ channel_id }),
      await client.devices.listKeys({ all: '1' }),
    ];
    const known = await state(alice.client);

    await restart();

    const client = new DialtoneClient({ baseUrl: server.url, token });
    expect(await state(client)).toEqual(known);
    const { publicKey: public_key } = await generateKeyPair();
    const bob = await stranger(server).auth.register({
      username: 'bob',
      password: PASSWORD,
      public_key,
      invite_token: invite.token,
    });
    expect(bob.is_admin).toBe(false);
  });
});
