import { PASSWORD } from '../../support/people.js';
import type { Rule } from './conformance.js';
import { codeOf, Ear } from './ear.js';

/** What admins see and decide of users. */
export const rulesOfMembers: readonly Rule[] = [
  [
    'a disabled user is out, is told of, and is sent no keys, until they are enabled',
    async ({ operator, register, visitor }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      const [hers, his] = [await Ear.open(alice), await Ear.open(bob)];
      const told = hers.realtime.once('user.disabled');
      const { user_id, device_id, device_public_key: public_key } = bob.session;
      const { device_id: sender_device_id, device_public_key: sender_public_key } = alice.session;
      const envelopes = [{ device_id, sender_device_id, sender_public_key, envelope: 'c2VhbGVk' }];
      const login = () => codeOf(visitor({}).auth.login({ username: 'bob', password: PASSWORD, public_key }));
      const listed = async () => (await alice.client.devices.listKeys({ all: '1' })).keys.length;
      await alice.client.users.update({ user_id, is_admin: true });
      await bob.client.invites.create({ reset_user_id: user_id });
      const open = async () => (await operator.invites.list()).invites.filter(({ used_at }) => used_at === null).length;
      const before = await open();
      const out = await operator.users.update({ user_id, disabled: true });
      const { admins } = await alice.client.presence.query({ user_ids: [user_id] });
      const codes = [
        await login(),
        await codeOf(Promise.resolve(bob.client.channels.list())),
        await codeOf(alice.client.keys.putDirectoryKeys({ envelopes })),
        await codeOf(operator.invites.create({ reset_user_id: user_id })),
        await codeOf(operator.users.update({ user_id: alice.session.user_id, disabled: true })),
      ];
      const during = [await his.closed, (await told).disabled, await listed(), before - (await open())];
      await alice.client.users.update({ user_id, disabled: false });
      return [out.disabled, out.is_admin, admins[user_id], codes, during, await login(), await listed()];
    },
    [
      true,
      true,
      false,
      ['invalid_credentials', 'unauthorized', 'device_not_found', 'user_disabled', 'last_admin'],
      [4001, true, 1, 1],
      'none',
      2,
    ],
  ],
  [
    'users are listed in pages, oldest first, with flags and devices',
    async ({ operator, register }) => {
      const alice = await register('alice');
      await register('bob');
      await operator.users.create({ username: 'carol' });
      const first = await operator.users.list({ limit: 2 });
      const after = first.users[1].id;
      const rest = await alice.client.users.list({ after });
      const shown = [...first.users, ...rest.users].map((user) => [
        [user.is_admin, user.is_trusted, user.disabled, user.reserved],
        user.devices.map(({ last_seen }) => last_seen !== null),
        user.last_seen === (user.devices[0]?.last_seen ?? null),
      ]);
      return [shown, first.has_more, rest.has_more, await codeOf(Promise.resolve(operator.users.list({ after: 'x' })))];
    },
    [
      [
        [[true, true, false, false], [true], true],
        [[false, true, false, false], [true], true],
        [[false, false, false, true], [], true],
      ],
      true,
      false,
      'cursor_not_found',
    ],
  ],
  [
    'an admin who is admin no longer takes along the invites that they made',
    async ({ operator, register }) => {
      await register('alice');
      const bob = await register('bob');
      const { user_id } = bob.session;
      await operator.users.update({ user_id, is_admin: true });
      await bob.client.invites.create();
      await operator.invites.create({ reset_user_id: user_id });
      await operator.users.update({ user_id, is_admin: false });
      const { invites } = await operator.invites.list();
      return invites
        .filter(({ used_at }) => used_at === null)
        .map(({ reset_user_id, created_by }) => [reset_user_id === user_id, created_by]);
    },
    [[true, null]],
  ],
  [
    'an invite made for it gives a user a new password, once, and ends their sessions',
    async ({ operator, register, visitor }) => {
      await register('alice');
      const bob = await register('bob');
      const { closed } = await Ear.open(bob);
      const { user_id, device_id, device_public_key: public_key } = bob.session;
      const { id } = await operator.users.create({ username: 'carol' });
      const { token: another } = await operator.invites.create({ reset_user_id: user_id });
      const { token } = await operator.invites.create({ reset_user_id: user_id });
      const client = visitor({});
      const reset = (username: string, invite_token = token) =>
        client.auth.register({ username, password: 'battery staple 8', public_key, invite_token });
      const refused = await codeOf(reset('dora'));
      const session = await reset('Bob');
      const [invite] = (await operator.invites.list()).invites;
      return [
        refused,
        [session.user_id === user_id, session.device_id === device_id, await closed],
        [await codeOf(reset('bob')), await codeOf(reset('bob', another))],
        await codeOf(visitor({}).auth.login({ username: 'bob', password: PASSWORD, public_key })),
        [invite.reset_user_id === user_id, invite.created_by, invite.used_at !== null],
        await codeOf(operator.invites.create({ reset_user_id: id })),
      ];
    },
    [
      'invalid_request',
      [true, true, 4001],
      ['invite_used', 'invite_not_found'],
      'invalid_credentials',
      [true, null, true],
      'user_reserved',
    ],
  ],
];
