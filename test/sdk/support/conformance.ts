import { limits } from '@app/contract';
import type { DialtoneClient, SessionOptions } from '@dialtone/sdk';
import { PASSWORD } from '../../support/people.js';
import { codeOf, Ear, type Someone } from './ear.js';

/** A server to try, whatever it is. */
export interface Target {
  readonly operator: DialtoneClient;
  /** Somebody who has just registered. */
  readonly register: (name: string) => Promise<Someone>;
  /** Somebody with these credentials, whatever they are worth. */
  readonly visitor: (options: SessionOptions) => DialtoneClient;
  /** Does a WebSocket open with this ticket? */
  readonly opens: (ticket: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** A conversation with a server, and everything about it that the contract promises: the same on every server. */
export type Conversation = (target: Target) => Promise<unknown>;

/** What is tried; the result must be what is written here, on the fake server and on a real one. */
export type Rule = readonly [rule: string, conversation: Conversation, result: unknown];

/** Names, passwords, devices, invites, keys and sessions. */
export const rulesOfAccounts: readonly Rule[] = [
  [
    'the first to register is admin, all are trusted, a name is taken whatever its case',
    async ({ operator, register }) => {
      const alice = await register('alice');
      const bob = await register(' Bob ');
      const { token: invite_token } = await operator.invites.create();
      const { device_public_key: public_key } = bob.session;
      const again = bob.client.auth.register({ username: 'BOB', password: bob.password, public_key, invite_token });
      const code = await codeOf(again);
      const { invites } = await operator.invites.list(); // newest first; a server may have made the oldest itself
      return [
        [alice.session.is_admin, alice.session.is_trusted, bob.session.is_admin, bob.session.username],
        code,
        invites.slice(0, 3).map(({ used_at }) => used_at !== null),
      ];
    },
    [[true, true, false, 'bob'], 'username_taken', [false, true, true]],
  ],
  [
    'names and passwords are the same in every form of Unicode, and names hold nothing invisible',
    async ({ operator, register }) => {
      const [composed, decomposed] = ['NFC', 'NFD'].map((form) => ['Zoë', 'pässwört 7'].map((t) => t.normalize(form)));
      const { client, session } = await register(decomposed[0]);
      const { device_public_key: public_key } = session;
      const login = ([username, password]: string[]) => client.auth.login({ username, password, public_key });
      const signUp = async (username: string, password: string) => {
        const { token: invite_token } = await operator.invites.create();
        return client.auth.register({ username, password, public_key, invite_token });
      };
      const token = await client.auth.login({ username: composed[0], password: PASSWORD, public_key });
      await client.auth.changePassword({ current_password: PASSWORD, new_password: decomposed[1] });
      return [
        session.username === composed[0].toLowerCase(),
        token.user_id === session.user_id,
        (await login(composed)).user_id === session.user_id,
        (await login(decomposed)).user_id === session.user_id,
        await codeOf(signUp(composed[0], PASSWORD)),
        await codeOf(signUp('zo\u200be', PASSWORD)),
        await codeOf(signUp('e\u0301', PASSWORD)),
        await codeOf(signUp('zoe', 'e\u0301'.repeat(6) + '7')),
        await codeOf(operator.users.create({ username: 'zo\u202ee' })),
      ];
    },
    [true, true, true, true, 'username_taken', ...Array<string>(4).fill('invalid_request')],
  ],
  [
    'a login with a known key is the same device, with a new key another one',
    async ({ register }) => {
      const alice = await register('alice');
      const { device_id, device_public_key: public_key } = alice.session;
      const login = (key: string) =>
        alice.client.auth.login({ username: 'Alice', password: alice.password, public_key: key });
      return [
        (await login(public_key)).device_id === device_id,
        (await login(btoa('another'.padEnd(32, '.')))).device_id === device_id,
        (await alice.client.auth.listSessions()).sessions.map(({ is_current }) => is_current),
      ];
    },
    [true, false, [true, false, false]],
  ],
  [
    'one more login than a device has sessions ends its oldest, and its connections with 4001',
    async ({ register, visitor }) => {
      const alice = await register('alice');
      const { username, device_public_key: public_key } = alice.session;
      const login = (key: string) => visitor({}).auth.login({ username, password: alice.password, public_key: key });
      const phone = visitor({ token: (await login(btoa('phone'.padEnd(32, '.')))).token });
      const { closed } = await Ear.open(alice);
      const second = visitor({ token: (await login(public_key)).token });
      for (let i = 2; i < limits.sessionsPerDevice; i += 1) await login(public_key);
      const before = (await alice.client.auth.listSessions()).sessions.length;
      await login(public_key);
      const code = await codeOf(Promise.resolve(alice.client.channels.list()));
      const { sessions } = await second.auth.listSessions();
      await phone.channels.list();
      return [before, await closed, code, sessions.length, sessions.findIndex(({ is_current }) => is_current)];
    },
    [101, 4001, 'unauthorized', 101, 99],
  ],
  [
    'one more ticket than a session has ends the oldest unused one, and none of another session',
    async ({ register, visitor, opens }) => {
      const { client, session, password } = await register('alice');
      const { username, device_public_key: public_key } = session;
      const other = visitor({});
      await other.auth.login({ username, password, public_key });
      const tickets = [await other.auth.createTicket()];
      for (let i = 0; i <= limits.ticketsPerSession; i += 1) tickets.push(await client.auth.createTicket());
      const outcomes = [];
      for (const { ticket } of [...tickets.slice(0, 3), ...tickets.slice(-1)]) outcomes.push(await opens(ticket));
      return outcomes;
    },
    [true, false, true, true],
  ],
  [
    'a reserved name is claimed, with its id, by an invite that was made for it, which registers no other name',
    async ({ operator, register }) => {
      const { client, session } = await register('alice');
      const { device_public_key: public_key } = session;
      const { id: user_id } = await operator.users.create({ username: 'carol' });
      const [forAll, forCarol] = [await operator.invites.create(), await operator.invites.create({ user_id })];
      const signUp = (username: string, { token }: { token: string }) =>
        client.auth.register({ username, password: PASSWORD, public_key, invite_token: ` ${token}\n` });
      return [
        await codeOf(signUp('carol', forAll)),
        await codeOf(signUp('dora', forCarol)),
        (await signUp('Carol', forCarol)).user_id === user_id,
        (await signUp('dora', forAll)).username,
        (await operator.invites.list()).invites.slice(0, 2).map((invite) => invite.user_id === user_id),
        await codeOf(operator.invites.create({ user_id })),
        await codeOf(operator.invites.create({ user_id: 'nobody' })),
      ];
    },
    ['username_taken', 'invalid_request', true, 'dora', [true, false], 'username_taken', 'user_not_found'],
  ],
  [
    'a backup follows the version before it, and is gone when it was deleted',
    async ({ register }) => {
      const { client } = await register('alice');
      const { keys } = client;
      const put = (version: number, data: string) => codeOf(keys.putBackup({ version, data }));
      const before = [await codeOf(keys.getBackup()), await codeOf(keys.deleteBackup()), await put(2, 'AAAA')];
      const written = [await put(1, 'Zmlyc3Q='), await put(2, 'c2Vjb25k'), await put(2, 'AAAA'), await put(4, 'AAAA')];
      const { version, data } = await keys.getBackup();
      const refused = [await put(3, 'no base64!'), await put(0, 'AAAA'), await put(3, 'A'.repeat(262_148))];
      const deleted = await codeOf(keys.deleteBackup());
      return [before, written, version, data, refused, deleted, await codeOf(keys.getBackup()), await put(1, 'AAAA')];
    },
    [
      ['backup_not_found', 'backup_not_found', 'backup_conflict'],
      ['none', 'none', 'backup_conflict', 'backup_conflict'],
      2,
      'c2Vjb25k',
      Array<string>(3).fill('invalid_request'),
      'none',
      'backup_not_found',
      'none',
    ],
  ],
  [
    'who a key was sealed for hears of it, and nobody else',
    async ({ register }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      const [aliceHears, bobHears] = [await Ear.open(alice), await Ear.open(bob)];
      const { device_id: sender_device_id, device_public_key: sender_public_key } = alice.session;
      const { device_id } = bob.session;
      const envelopes = [{ device_id, sender_device_id, sender_public_key, envelope: 'c2VhbGVk' }];
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      await alice.client.keys.putChannelKeys({ channel_id: channel.id, envelopes });
      await alice.client.keys.putDirectoryKeys({ envelopes });
      const heard = [await aliceHears.types(), await bobHears.types()];
      const shared = bobHears.heard.filter(({ type }) => type === 'keys.shared');
      const named = shared.map((frame) => 'channel_id' in frame && frame.channel_id === channel.id);
      return [...heard, named];
    },
    [[], ['keys.shared', 'keys.shared'], [true, false]],
  ],
  [
    'of a key each sender has an envelope of their own: the newest first, and the first alone is announced',
    async ({ register }) => {
      const people = [await register('alice'), await register('bob'), await register('carol')] as const;
      const [alice, bob] = people;
      const bobHears = await Ear.open(bob);
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const key = { channel_id: channel.id };
      const post = async ({ client, session }: Someone, envelope: string) => {
        const { device_id: sender_device_id, device_public_key: sender_public_key } = session;
        const { device_id } = bob.session;
        const envelopes = [{ device_id, sender_device_id, sender_public_key, envelope }];
        await client.keys.putChannelKeys({ ...key, envelopes });
        await client.keys.putDirectoryKeys({ envelopes });
      };
      for (const [index, person] of [...people, alice].entries()) await post(person, btoa(`envelope ${index}`));
      const answers = [await bob.client.keys.getChannelKey(key), await bob.client.keys.getDirectoryKey()];
      const shown = answers.map((answer) => {
        if (answer === undefined) return [];
        return [answer, ...(answer.others ?? [])].map(({ envelope }) => atob(envelope).slice(-1)).join('');
      });
      return [shown, (await bobHears.types()).filter((type) => type === 'keys.shared').length];
    },
    [['321', '321'], 2],
  ],
  [
    'a new password, a logout and a removed device end sessions, and their connections with 4001',
    async ({ register }) => {
      const alice = await register('alice');
      const bob = await register('bob');
      const [hers, his] = [await Ear.open(alice), await Ear.open(bob)];
      const { user_id, device_id } = alice.session;
      await bob.client.auth.logout();
      const presence = await alice.client.presence.query({ user_ids: [user_id, bob.session.user_id, 'nobody'] });
      const closed = [await his.closed];
      await alice.client.devices.remove({ device_id });
      closed.push(await hers.closed);
      return [closed, await codeOf(Promise.resolve(bob.client.channels.list())), Object.values(presence.admins)];
    },
    [[4001, 4001], 'unauthorized', [true, false]],
  ],
];
