import { Argument, Command } from 'commander';
import type { UpdateUserRequest, UserInfo, UserRoles } from '@app/contract';
import type { AdminApi } from './admin-api.js';
import { print, table } from './output.js';
import { reach, reachingCommand, type ReachOptions } from './reach.js';
import { userIdOf } from './user-id.js';

/** Users in one call of a list. */
const PAGE = 500;

type Role = 'admin' | 'trusted';

/** `dialtone user list|find|grant|revoke|disable|enable|reset-password` */
export function user(): Command {
  const all = new Command('user').description('who is there, and what they may do');
  all.addCommand(
    reachingCommand('list')
      .description('list the users by id, oldest first: the server knows names only as keyed hashes')
      .action(listUsers),
  );
  all.addCommand(
    onUser('find', 'tell the id of a name').action(async (name: string, options: ReachOptions) => {
      const found = await reach(options, (api) => api.call('findUser', { username: name }));
      print(options.json, found, found.id);
    }),
  );
  for (const [name, what, value] of [
    ['grant', 'give a role', true],
    ['revoke', 'take a role', false],
  ] as const) {
    const role = new Argument('<role>', 'admin manages users, channels and invites; trusted sees profiles');
    const change = (user: string, role: Role, options: ReachOptions) =>
      updateUser(user, role === 'admin' ? { is_admin: value } : { is_trusted: value }, options);
    all.addCommand(
      onUser(name, what)
        .addArgument(role.choices(['admin', 'trusted']))
        .action(change),
    );
  }
  for (const [name, what, disabled] of [
    ['disable', 'put somebody out: sessions, sockets and invites end, logins fail', true],
    ['enable', 'let somebody who was disabled log in again', false],
  ] as const) {
    all.addCommand(
      onUser(name, what).action((user: string, options: ReachOptions) => updateUser(user, { disabled }, options)),
    );
  }
  return all.addCommand(
    onUser('reset-password', 'make an invite with which somebody sets a new password, under their name').action(
      resetPassword,
    ),
  );
}

function onUser(name: string, description: string): Command {
  return reachingCommand(name).description(description).argument('<user>', 'name or id of the user');
}

async function listUsers(options: ReachOptions): Promise<void> {
  const users = await reach(options, everyone);
  const rows = users.map((one) => [
    one.id,
    one.created_at,
    one.last_seen ?? 'never',
    String(one.devices.length),
    statesOf(one),
  ]);
  print(options.json, { users }, table(['ID', 'SINCE', 'SEEN', 'DEVICES', 'STATE'], rows));
}

async function everyone(api: AdminApi): Promise<UserInfo[]> {
  const found: UserInfo[] = [];
  for (;;) {
    const { users, has_more } = await api.call('listUsers', { limit: PAGE, after: found.at(-1)?.id });
    found.push(...users);
    if (!has_more) return found;
  }
}

async function updateUser(
  user: string,
  change: Omit<UpdateUserRequest, 'user_id'>,
  options: ReachOptions,
): Promise<void> {
  const roles = await reach(options, async (api) =>
    api.call('updateUser', { user_id: await userIdOf(api, user), ...change }),
  );
  print(options.json, roles, `${roles.user_id}  ${statesOf(roles)}`);
}

async function resetPassword(user: string, options: ReachOptions): Promise<void> {
  const invite = await reach(options, async (api) =>
    api.call('createInvite', { reset_user_id: await userIdOf(api, user) }),
  );
  const words = `${invite.token}\n\nlets whoever holds it into the account until ${invite.expires_at}: hand it over in person`;
  print(options.json, invite, words);
}

function statesOf({ is_admin, is_trusted, disabled, ...more }: UserRoles | UserInfo): string {
  const isReserved = 'reserved' in more && more.reserved;
  const states = [disabled && 'disabled', isReserved && 'reserved', is_admin && 'admin', is_trusted && 'trusted'];
  return states.filter((state) => state !== false).join(', ') || 'no roles';
}
