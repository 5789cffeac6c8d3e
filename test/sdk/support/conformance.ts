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
  readonly close: () => Promise<void>;
}

/** A conversation with a server, and everything about it that the contract promises: the same on every server. */
export type Conversation = (target: Target) => Promise<unknown>;

const text = (body: string) => ({ body, sender_name_enc: 'bmFtZQ==' });

/** What is tried; the result must be what is written here, on the fake server and on a real one. */
export const conversations: readonly (readonly [rule: string, conversation: Conversation, result: unknown])[] = [
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
    'history and catching up have the order of storing, and say whether there is more',
    async ({ register }) => {
      const { client, session } = await register('alice');
      const ear = await Ear.open({ client, session, password: '' });
      const ids: string[] = [];
      const channels: string[] = [];
      for (const name_enc of ['b25l', 'dHdv']) channels.push((await client.channels.create({ name_enc })).channel.id);
      const { next: start } = await client.messages.sync();
      for (const [index, channel_id] of [0, 1, 0, 0].map((at, i) => [i, channels[at]] as const)) {
        const stored = ear.realtime.once('channel.message.new');
        ear.realtime.send({ type: 'channel.message.send', channel_id, ...text(String(index)) });
        ids.push((await stored).message_id);
      }
      const bodies = ({ messages, has_more }: { messages: { body: string }[]; has_more: boolean }) => [
        messages.map(({ body }) => body).join(''),
        has_more,
      ];
      const [channel_id] = channels as [string];
      const synced = await client.messages.sync({ since: start, limit: 3 });
      return [
        (await client.channels.list()).channels.map(({ name_enc }) => name_enc),
        bodies(await client.messages.list({ channel_id })),
        bodies(await client.messages.list({ channel_id, limit: 2 })),
        bodies(await client.messages.list({ channel_id, before: ids[2], limit: 2 })),
        bodies(await client.messages.list({ channel_id, after: ids[0], limit: 1 })),
        bodies(synced),
        bodies(await client.messages.sync({ since: synced.next })),
        bodies(await client.messages.sync({ since: ids[1], limit: 1 })),
        await codeOf(Promise.resolve(client.messages.list({ channel_id, after: ids[1] }))),
        await codeOf(Promise.resolve(client.messages.list({ channel_id, after: ids[0], before: ids[2] }))),
      ];
    },
    [
      ['dHdv', 'b25l'],
      ['023', false],
      ['23', true],
      ['0', false],
      ['2', true],
      ['012', true],
      ['3', false],
      ['2', true],
      'cursor_not_found',
      'invalid_request',
    ],
  ],
  [
    'a page ends before it is too large, and the next one goes on there',
    async ({ register }) => {
      const { client, session } = await register('alice');
      const ear = await Ear.open({ client, session, password: '' });
      const { channel } = await client.channels.create({ name_enc: 'b25l' });
      const { next: since } = await client.messages.sync();
      for (let i = 0; i < 20; i += 1) {
        const stored = ear.realtime.once('channel.message.new');
        const body = `${String(i)} ${String.fromCharCode(1).repeat(10_000)}`; // 60 KB of escapes
        ear.realtime.send({ type: 'channel.message.send', channel_id: channel.id, ...text(body) });
        await stored;
      }
      const ends = ({ messages, has_more }: { messages: { body: string }[]; has_more: boolean }) => [
        ...[messages[0], messages.at(-1)].map((message) => message?.body.split(' ')[0]),
        has_more,
      ];
      const newest = await client.messages.list({ channel_id: channel.id, limit: 500 });
      const synced = await client.messages.sync({ since, limit: 500 });
      const [first] = synced.messages;
      return [
        ends(newest),
        ends(await client.messages.list({ channel_id: channel.id, before: newest.messages[0]?.id })),
        ends(await client.messages.list({ channel_id: channel.id, after: first?.id, limit: 500 })),
        ends(synced),
        ends(await client.messages.sync({ since: synced.next, limit: 500 })),
      ];
    },
    [
      ['3', '19', true],
      ['0', '2', false],
      ['1', '17', true],
      ['0', '16', true],
      ['17', '19', false],
    ],
  ],
  [
    'a repeated client_id is stored once, for its device',
    async ({ register }) => {
      const alice = await register('alice');
      const ear = await Ear.open(alice);
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const frame = { type: 'channel.message.send', channel_id: channel.id, ...text('hello') } as const;
      const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
      const acks = [];
      for (const body of ['hello', 'again']) {
        const ack = ear.realtime.once('channel.message.ack');
        ear.realtime.send({ ...frame, body, client_id });
        acks.push(await ack);
      }
      const refused = ear.realtime.once('error');
      ear.realtime.send({ ...frame, channel_id: 'no-channel', client_id: '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a02' });
      const { code, client_id: named } = await refused;
      return [acks[0]?.message_id === acks[1]?.message_id, (await ear.types()).sort(), code, named];
    },
    [
      true,
      ['channel.message.ack', 'channel.message.ack', 'channel.message.new'],
      'channel_not_found',
      '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a02',
    ],
  ],
  [
    'voice: rosters, two devices of one user, one device as recipient, nobody as recipient',
    async ({ register }) => {
      const alice = await register('alice');
      const bob = await register('bob');
      const { username, user_id } = bob.session;
      const phone = await bob.client.auth.login({
        username,
        password: bob.password,
        public_key: btoa('phone'.padEnd(32, '.')),
      });
      const bobsPhone = { client: bob.client, session: phone, password: '' };
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const channel_id = channel.id;
      const onPhone = await Ear.open(bobsPhone);
      await bob.client.auth.login({ username, password: bob.password, public_key: bob.session.device_public_key });
      const [hers, his] = [await Ear.open(alice), await Ear.open(bob)];
      const rosters = [];
      for (const { realtime } of [hers, his, onPhone]) {
        const roster = realtime.once('voice_roster');
        realtime.send({ type: 'voice_join', channel_id });
        rosters.push((await roster).users.length);
      }
      const offer = { type: 'webrtc_offer', channel_id, recipient: user_id, sdp: 'v=0' } as const;
      hers.realtime.send(offer);
      hers.realtime.send({ ...offer, recipient_device: phone.device_id });
      hers.realtime.send({ ...offer, recipient: alice.session.user_id });
      const left = onPhone.realtime.once('webrtc_offer', {
        where: ({ recipient_device }) => recipient_device !== undefined,
      });
      await left;
      onPhone.realtime.send({ type: 'voice_leave', channel_id });
      await onPhone.types();
      his.realtime.send({ type: 'voice_leave', channel_id });
      await hers.realtime.once('voice_leave');
      return [
        rosters,
        await hers.types(),
        await his.types(),
        await onPhone.types(),
        hers.heard.find((f) => f.type === 'error')?.code,
      ];
    },
    [
      [1, 2, 2],
      ['voice_roster', 'voice_join', 'voice_join', 'voice_join', 'voice_leave'],
      ['voice_roster', 'voice_join', 'voice_join', 'webrtc_offer'],
      ['voice_roster', 'voice_join', 'webrtc_offer', 'webrtc_offer'],
      'recipient_unavailable',
    ],
  ],
  [
    'a connection with a bad token is refused with the error, and another session is asked for',
    async ({ register, visitor }) => {
      const alice = await register('alice');
      const asked: unknown[] = [];
      const outcomes = [];
      for (const answer of [undefined, alice.session.token]) {
        const client = visitor({
          token: 'of-nobody',
          onUnauthorized: ({ status, code }) => {
            asked.push([status, code]);
            return answer;
          },
        });
        const realtime = client.realtime();
        outcomes.push(await codeOf(realtime.connect()), realtime.state);
        await realtime.close();
      }
      return [outcomes, asked];
    },
    [
      ['unauthorized', 'closed', 'none', 'connected'],
      [
        [401, 'unauthorized'],
        [401, 'unauthorized'],
      ],
    ],
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
