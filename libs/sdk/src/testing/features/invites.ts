import { limits } from '../../generated/limits.js';
import type { Invite, InviteInfo } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';

/** An invite with its token. */
interface StoredInvite extends InviteInfo {
  readonly token: string;
}

const inviteTable = defineTable<StoredInvite>();

export const invites = {
  listInvites: ({ state }) => ({
    invites: [...state.rows(inviteTable).values()]
      .reverse()
      .map(({ id, created_at, expires_at, used_at, user_id }) => ({ id, created_at, expires_at, used_at, user_id })),
  }),

  createInvite: ({ state }, { user_id = null }) => {
    const user = user_id === null ? undefined : state.users.get(user_id);
    if (user_id !== null && !user) throw new DialtoneError('user_not_found');
    if (user && user.password !== null) throw new DialtoneError('username_taken');
    return addInvite(state, user_id);
  },

  revokeInvite: ({ state }, { invite_id }) => {
    if (!state.rows(inviteTable).has(invite_id)) throw new DialtoneError('invite_not_found');
    state.delete(invite_id);
    return undefined;
  },
} satisfies Partial<OperationHandlers>;

export function addInvite(state: State, user_id: string | null = null): Invite {
  const id = state.newId('invite');
  const token = state.newId('invite-token');
  const created_at = state.clock.stamp();
  const expires_at = state.clock.at(limits.inviteTtlSeconds);
  state.rows(inviteTable).set(id, { id, token, created_at, expires_at, used_at: null, user_id });
  return { token, expires_at };
}

/** The open invite with that token. */
export function openInvite(state: State, token: string): StoredInvite {
  const invite = [...state.rows(inviteTable).values()].find((candidate) => candidate.token === token);
  if (!invite) throw new DialtoneError('invite_not_found');
  if (invite.used_at !== null) throw new DialtoneError('invite_used');
  if (state.clock.isPast(invite.expires_at)) throw new DialtoneError('invite_expired');
  return invite;
}
