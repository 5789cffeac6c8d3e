import { limits } from '../../generated/limits.js';
import type { Invite, InviteInfo } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationHandlers } from '../context.js';
import { defineTable, type State, type User } from '../state.js';

/** An invite with its token. */
interface StoredInvite extends InviteInfo {
  readonly token: string;
}

const inviteTable = defineTable<StoredInvite>();

export const invites = {
  listInvites: ({ state }) => ({
    invites: [...state.rows(inviteTable).values()].reverse().map(({ token: _, ...invite }) => invite),
  }),

  createInvite: ({ state, user: admin }, { user_id = null, reset_user_id = null }) => {
    const id = user_id ?? reset_user_id;
    if (id !== null) {
      const user = state.users.get(id);
      if (!user) throw new DialtoneError('user_not_found');
      if (user_id !== null && user.password !== null) throw new DialtoneError('username_taken');
      if (reset_user_id !== null && user.password === null) throw new DialtoneError('user_reserved');
      if (user.isDisabled) throw new DialtoneError('user_disabled');
    }
    const admins = admin as User | undefined; // none with the operator's token
    return addInvite(state, { user_id, reset_user_id, created_by: admins?.id ?? null });
  },

  revokeInvite: ({ state }, { invite_id }) => {
    if (!state.rows(inviteTable).has(invite_id)) throw new DialtoneError('invite_not_found');
    state.delete(invite_id);
    return undefined;
  },
} satisfies Partial<OperationHandlers>;

/** What an invite is for, and who made it. */
type Purpose = Pick<InviteInfo, 'user_id' | 'reset_user_id' | 'created_by'>;

const BY_OPERATOR: Purpose = { user_id: null, reset_user_id: null, created_by: null };

export function addInvite(state: State, purpose = BY_OPERATOR): Invite {
  const id = state.newId('invite');
  const token = state.newId('invite-token');
  const created_at = state.clock.stamp();
  const expires_at = state.clock.at(limits.inviteTtlSeconds);
  state.rows(inviteTable).set(id, { id, token, created_at, expires_at, used_at: null, ...purpose });
  return { token, expires_at };
}

/** Ends the unspent invites that the user made, and those for them. */
export function endInvitesOf(state: State, userId: string): void {
  endInvites(state, ({ user_id, reset_user_id, created_by }) => [user_id, reset_user_id, created_by].includes(userId));
}

/** Ends those of the unspent invites. */
export function endInvites(state: State, isMeant: (purpose: Purpose) => boolean): void {
  for (const invite of [...state.rows(inviteTable).values()]) {
    if (invite.used_at === null && isMeant(invite)) state.delete(invite.id);
  }
}

/** The open invite with that token. */
export function openInvite(state: State, token: string): StoredInvite {
  const invite = [...state.rows(inviteTable).values()].find((candidate) => candidate.token === token);
  if (!invite) throw new DialtoneError('invite_not_found');
  if (invite.used_at !== null) throw new DialtoneError('invite_used');
  if (state.clock.isPast(invite.expires_at)) throw new DialtoneError('invite_expired');
  return invite;
}
