import { DialtoneError } from '../../protocol/dialtone-error.js';
import { newUsername } from '../../protocol/username.js';
import type { OperationHandlers } from '../context.js';
import type { State, User } from '../state.js';

export const users = {
  createUser: ({ state }, { username: name }) => {
    if (state.userNamed(name)) throw new DialtoneError('username_taken');
    const { id, username, createdAt } = state.addUser(newUsername(name), null);
    return { id, username, created_at: createdAt };
  },

  updateUser: ({ state }, { user_id, is_admin, is_trusted }) => {
    const user = state.users.get(user_id);
    if (!user) throw new DialtoneError('user_not_found');
    if (is_admin === false && isLastAdmin(state, user)) throw new DialtoneError('last_admin');
    user.isAdmin = is_admin ?? user.isAdmin;
    user.isTrusted = is_trusted ?? user.isTrusted;
    return { user_id, is_admin: user.isAdmin, is_trusted: user.isTrusted };
  },

  listProfiles: ({ state }) => ({
    profiles: [...state.users.values()]
      .flatMap(({ id: user_id, profile }) => (profile ? [{ user_id, ...profile }] : []))
      .sort((a, b) => b.updated_at.localeCompare(a.updated_at)),
  }),

  setProfile: ({ state, hub, user }, { name_enc }) => {
    user.profile = { name_enc, updated_at: state.clock.stamp() };
    hub.broadcast({ type: 'user.profile.updated', sender: user.id });
    return { status: 'ok' };
  },
} satisfies Partial<OperationHandlers>;

/** Is the user the only admin who can log in? */
function isLastAdmin(state: State, user: User): boolean {
  const admins = [...state.users.values()].filter(({ isAdmin, password }) => isAdmin && password !== null);
  return admins.length === 1 && admins[0] === user;
}
