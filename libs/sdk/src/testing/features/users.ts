import { DialtoneError } from '../../protocol/dialtone-error.js';
import { newUsername } from '../../protocol/username.js';
import type { OperationHandlers } from '../context.js';
import type { UserInfo } from '../../generated/types.js';
import type { State, StoredSession, User } from '../state.js';
import { endSessions, sessionsOf } from './auth.js';
import { endInvites, endInvitesOf } from './invites.js';

export const users = {
  createUser: ({ state }, { username: name }) => {
    if (state.userNamed(name)) throw new DialtoneError('username_taken');
    const { id, username, createdAt } = state.addUser(newUsername(name), null);
    return { id, username, created_at: createdAt };
  },

  findUser: ({ state }, { username: name }) => {
    const user = state.userNamed(name);
    if (!user) throw new DialtoneError('user_not_found');
    const { id, username, createdAt } = user;
    return { id, username, created_at: createdAt };
  },

  listUserSessions: ({ state, session }, { user_id }) => {
    if (!state.users.has(user_id)) throw new DialtoneError('user_not_found');
    return { sessions: sessionsOf(state, user_id, session) };
  },

  endUserSessions: (context, { user_id, session_id }) => {
    if (!context.state.users.has(user_id)) throw new DialtoneError('user_not_found');
    const isMeant = (one: StoredSession) => one.user_id === user_id && (session_id ?? one.id) === one.id;
    if (!endSessions(context, isMeant) && session_id !== undefined) throw new DialtoneError('session_not_found');
    return undefined;
  },

  listUsers: ({ state }, { limit, after }) => {
    if (after !== undefined && !state.users.has(after)) throw new DialtoneError('cursor_not_found');
    const all = [...state.users.values()];
    const behind = all.slice(all.findIndex(({ id }) => id === after) + 1);
    const page = behind.slice(0, limit).map((user) => infoOf(state, user));
    return { users: page, has_more: page.length < behind.length };
  },

  updateUser: (context, { user_id, is_admin, is_trusted, disabled }) => {
    const { state, hub } = context;
    const user = state.users.get(user_id);
    if (!user) throw new DialtoneError('user_not_found');
    if ((is_admin === false || disabled === true) && isLastAdmin(state, user)) throw new DialtoneError('last_admin');
    const { isDisabled: wasDisabled, isAdmin: wasAdmin } = user;
    user.isAdmin = is_admin ?? user.isAdmin;
    user.isTrusted = is_trusted ?? user.isTrusted;
    user.isDisabled = disabled ?? wasDisabled;
    if (user.isDisabled) {
      endSessions(context, (session) => session.user_id === user_id);
      endInvitesOf(state, user_id);
    } else if (wasAdmin && !user.isAdmin) endInvites(state, ({ created_by }) => created_by === user_id);
    if (user.isDisabled !== wasDisabled) hub.broadcast({ type: 'user.disabled', user_id, disabled: user.isDisabled });
    return { user_id, is_admin: user.isAdmin, is_trusted: user.isTrusted, disabled: user.isDisabled };
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

function infoOf(state: State, { id, isAdmin, isTrusted, isDisabled, password, createdAt }: User): UserInfo {
  const devices = state.devicesOf(id).map((device) => {
    return { id: device.id, created_at: device.created_at, last_seen: state.lastSeen.get(device.id) ?? null };
  });
  return {
    id,
    is_admin: isAdmin,
    is_trusted: isTrusted,
    disabled: isDisabled,
    reserved: password === null,
    created_at: createdAt,
    last_seen:
      devices
        .flatMap(({ last_seen }) => last_seen ?? [])
        .sort()
        .at(-1) ?? null,
    devices,
  };
}

/** Is the user the only admin who can log in? */
function isLastAdmin(state: State, user: User): boolean {
  const admins = [...state.users.values()].filter(
    ({ isAdmin, isDisabled, password }) => isAdmin && !isDisabled && password !== null,
  );
  return admins.length === 1 && admins[0] === user;
}
