import { limits } from '../generated/limits.js';
import type { SessionInfo } from '../generated/types.js';
import type { OperationContext, OperationHandlers } from './context.js';
import { DialtoneError } from '../protocol/dialtone-error.js';
import { keyHandlers } from './operations-keys.js';
import { normalizeUsername } from '../protocol/username.js';
import type { StoredSession } from './state.js';

/** Of the commonest passwords that a real server refuses, the few that a test would try. */
const COMMON_PASSWORDS = ['password1', 'password123', 'qwerty123', 'letmein1', 'welcome1'];

const DONE = { status: 'ok' } as const;

export const handlers: OperationHandlers = {
  checkHealth: () => 'ok',

  registerUser: ({ state }, { username, password, public_key, invite_token }) => {
    const invite = state.openInvite(invite_token);
    const known = state.userNamed(username);
    if (known && known.password !== null) throw new DialtoneError('username_taken');
    checkPassword(password);
    const isFirst = ![...state.users.values()].some((user) => user.password !== null);
    const user = known ?? state.addUser(username, password);
    Object.assign(user, { password, isTrusted: true, isAdmin: user.isAdmin || isFirst });
    invite.used_at = state.clock.stamp();
    return state.openSession(user, state.ensureDevice(user.id, public_key));
  },
  loginUser: ({ state }, { username, password, public_key }) => {
    const user = state.userNamed(username);
    if (!user || user.password === null || user.password !== password) throw new DialtoneError('invalid_credentials');
    return state.openSession(user, state.ensureDevice(user.id, public_key));
  },
  logoutSession: (context) => {
    endSessions(context, ({ id }) => id === context.session.id);
    return DONE;
  },
  listSessions: ({ state, session, user }) => ({
    sessions: [...state.sessions.values()]
      .filter(({ user_id, expires_at }) => user_id === user.id && !state.clock.isPast(expires_at))
      .reverse()
      .map((stored): SessionInfo => {
        const { id, device_id, created_at, expires_at } = stored;
        return { id, device_id, created_at, expires_at, is_current: id === session.id };
      }),
  }),
  endSessions: (context, { session_id, others }) => {
    const { session, user } = context;
    if ((session_id === undefined) === (others === undefined)) {
      throw new DialtoneError('invalid_request', 'exactly one of session_id and others=1 is required');
    }
    const isOwn = ({ user_id }: StoredSession) => user_id === user.id;
    if (session_id === undefined) endSessions(context, (one) => isOwn(one) && one.id !== session.id);
    else if (!endSessions(context, (one) => isOwn(one) && one.id === session_id)) {
      throw new DialtoneError('session_not_found');
    }
    return undefined;
  },
  changePassword: (context, { current_password, new_password }) => {
    const { user, session } = context;
    if (user.password !== current_password) throw new DialtoneError('wrong_password');
    checkPassword(new_password);
    user.password = new_password;
    endSessions(context, ({ user_id, id }) => user_id === user.id && id !== session.id);
    return DONE;
  },
  createTicket: ({ state, session }) => {
    const ticket = state.newId('ticket');
    const expires_at = state.clock.at(limits.ticketTtlSeconds);
    state.tickets.set(ticket, { sessionId: session.id, expiresAt: expires_at });
    return { ticket, expires_at };
  },

  createUser: ({ state }, { username }) => {
    if (state.userNamed(username)) throw new DialtoneError('username_taken');
    const { id, createdAt } = state.addUser(username, null);
    return { id, username: normalizeUsername(username), created_at: createdAt };
  },
  updateUser: ({ state }, { user_id, is_admin, is_trusted }) => {
    const user = state.users.get(user_id);
    if (!user) throw new DialtoneError('user_not_found');
    if (is_admin === false && state.isLastAdmin(user)) throw new DialtoneError('last_admin');
    user.isAdmin = is_admin ?? user.isAdmin;
    user.isTrusted = is_trusted ?? user.isTrusted;
    return { user_id, is_admin: user.isAdmin, is_trusted: user.isTrusted };
  },
  listProfiles: ({ state }) => ({
    profiles: [...state.users.values()]
      .flatMap(({ id: user_id, profile }) => (profile ? [{ user_id, ...profile }] : []))
      .sort((a, b) => b.updated_at.localeCompare(a.updated_at)),
  }),
  setProfile: ({ state, user, publisher }, { name_enc }) => {
    user.profile = { name_enc, updated_at: state.clock.stamp() };
    publisher.profileUpdated(user.id);
    return DONE;
  },

  createDevice: ({ state, user }, { user_id, public_key }) => {
    if (user_id !== user.id) throw new DialtoneError('not_your_user');
    return { ...state.ensureDevice(user_id, public_key) };
  },
  deleteDevice: (context, { device_id }) => {
    const { state, user } = context;
    const device = state.devices.get(device_id);
    if (!device) throw new DialtoneError('device_not_found');
    if (device.user_id !== user.id && !user.isAdmin) throw new DialtoneError('not_your_user');
    endSessions(context, (session) => session.device_id === device_id);
    state.deleteDevice(device_id);
    return undefined;
  },
  listDeviceKeys: ({ state, user }, { user_id, all }) => {
    if (all !== undefined) {
      const devices = [...state.devices.values()];
      return {
        keys: devices.map(({ id: device_id, user_id: owner, public_key }) => ({
          user_id: owner,
          device_id,
          public_key,
        })),
      };
    }
    if (user_id === undefined) throw new DialtoneError('invalid_request', 'user_id or all=1 is required');
    if (user_id !== user.id) throw new DialtoneError('not_your_user');
    return {
      user_id,
      keys: state.devicesOf(user_id).map(({ id: device_id, public_key }) => ({ device_id, public_key })),
    };
  },

  listChannels: ({ state }) => ({ channels: [...state.channels.values()].reverse() }),
  createChannel: ({ state, user, publisher }, { name_enc }) => {
    const channel = state.addChannel(name_enc, user.id);
    publisher.channelUpdated(channel);
    return { channel };
  },
  renameChannel: ({ state, publisher }, { channel_id, name_enc }) => {
    const channel = { ...state.channel(channel_id), name_enc };
    state.channels.set(channel_id, channel);
    publisher.channelUpdated(channel);
    return { channel };
  },
  deleteChannel: ({ state, publisher }, { channel_id }) => {
    state.deleteChannel(channel_id);
    publisher.channelDeleted(channel_id);
    return undefined;
  },

  listMessages: ({ state }, { channel_id, limit, before, after }) => {
    if (before !== undefined && after !== undefined) {
      throw new DialtoneError('invalid_request', 'only one of before and after can be given');
    }
    state.channel(channel_id);
    const from = after === undefined ? -Infinity : state.orderKeyOf(after, channel_id);
    const to = before === undefined ? Infinity : state.orderKeyOf(before, channel_id);
    const found = state.messages
      .filter(({ message, orderKey }) => message.channel_id === channel_id && orderKey > from && orderKey < to)
      .map(({ message }) => message);
    const messages = after === undefined ? found.slice(-limit) : found.slice(0, limit);
    return { channel_id, messages, has_more: found.length > limit };
  },
  syncMessages: ({ state }, { since, limit }) => {
    if (since === undefined) return { messages: [], next: String(state.lastOrderKey), has_more: false };
    const from = /^\d{1,15}$/.test(since) ? Number(since) : state.orderKeyOf(since);
    const found = state.messages.filter(({ orderKey }) => orderKey > from);
    const page = found.slice(0, limit);
    return {
      messages: page.map(({ message }) => message),
      next: String(page.at(-1)?.orderKey ?? from),
      has_more: found.length > limit,
    };
  },

  ...keyHandlers,

  queryPresence: ({ state, hub }, { user_ids }) => ({
    statuses: Object.fromEntries(user_ids.map((id) => [id, hub.isOnline(id)])),
    admins: Object.fromEntries(
      user_ids.flatMap((id) => {
        const user = state.users.get(id);
        return user ? [[id, user.isAdmin] as const] : [];
      }),
    ),
  }),

  listInvites: ({ state }) => ({
    invites: [...state.invites.values()]
      .reverse()
      .map(({ id, created_at, expires_at, used_at }) => ({ id, created_at, expires_at, used_at })),
  }),
  createInvite: ({ state }) => {
    const { token, expires_at } = state.addInvite();
    return { token, expires_at };
  },
  revokeInvite: ({ state }, { invite_id }) => {
    if (!state.invites.delete(invite_id)) throw new DialtoneError('invite_not_found');
    return undefined;
  },
};

function checkPassword(password: string): void {
  if (COMMON_PASSWORDS.includes(password.toLowerCase())) throw new DialtoneError('password_too_common');
}

/** Ends sessions, and their connections with them; false when there were none. */
function endSessions({ state, publisher }: OperationContext, isMeant: (session: StoredSession) => boolean): boolean {
  const ended = [...state.sessions.values()].filter(isMeant).map(({ id }) => id);
  for (const id of ended) state.sessions.delete(id);
  publisher.sessionsEnded(ended);
  return ended.length > 0;
}
