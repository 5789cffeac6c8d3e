import { Command } from 'commander';
import type { InviteInfo } from '@app/contract';
import { now } from '../core/security/clock.js';
import { print, table } from './output.js';
import { reach, reachingCommand, type ReachOptions } from './reach.js';
import { userIdOf } from './user-id.js';

/** `dialtone invite create|list|revoke` */
export function invite(): Command {
  const create = reachingCommand('create')
    .description('make an invite, which lets one person register within 24 hours; its token is shown this once')
    .option('--for <user>', 'for the name that is reserved, and no other (name or id)')
    .action(createInvite);
  const list = reachingCommand('list')
    .description('list the invites of the last 30 days, newest first, without their tokens')
    .action(listInvites);
  const revoke = reachingCommand('revoke')
    .description('let an invite work no longer')
    .argument('<id>', 'the id of the invite, from the list')
    .action(revokeInvite);
  return new Command('invite')
    .description('invites to the server')
    .addCommand(create)
    .addCommand(list)
    .addCommand(revoke);
}

async function createInvite(options: ReachOptions & { for?: string }): Promise<void> {
  const invite = await reach(options, async (api) => {
    const user_id = options.for === undefined ? undefined : await userIdOf(api, options.for);
    return api.call('createInvite', { user_id });
  });
  print(options.json, invite, `${invite.token}\n\ngood for one registration until ${invite.expires_at}`);
}

async function listInvites(options: ReachOptions): Promise<void> {
  const { invites } = await reach(options, (api) => api.call('listInvites', undefined));
  const rows = invites.map((one) => [
    one.id,
    one.created_at,
    stateOf(one),
    purposeOf(one),
    one.created_by ?? 'operator',
  ]);
  print(options.json, { invites }, table(['ID', 'MADE', 'STATE', 'FOR', 'BY'], rows));
}

async function revokeInvite(id: string, options: ReachOptions): Promise<void> {
  await reach(options, (api) => api.call('revokeInvite', { invite_id: id }));
  print(options.json, { revoked: id }, 'the invite is revoked');
}

function stateOf({ used_at, expires_at }: InviteInfo): string {
  if (used_at !== null) return `used ${used_at}`;
  return `${new Date(expires_at) > now() ? 'open until' : 'expired'} ${expires_at}`;
}

function purposeOf({ user_id, reset_user_id }: InviteInfo): string {
  if (reset_user_id !== null) return `a new password of ${reset_user_id}`;
  return user_id === null ? 'any name' : `the reserved name ${user_id}`;
}
