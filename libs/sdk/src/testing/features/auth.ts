import { limits } from '../../generated/limits.js';
import type { Device, Session, SessionInfo } from '../../generated/types.js';
import type { CloseCodeName } from '../../protocol/close-codes.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import { newPassword, preparePassword } from '../../protocol/password.js';
import { newUsername } from '../../protocol/username.js';
import type { Context, OperationHandlers } from '../context.js';
import { defineTable, type State, type StoredSession, type User } from '../state.js';
import { endInvites, openInvite } from './invites.js';

/** Of the commonest passwords that a real server refuses, the few that a test would try. */
const COMMON_PASSWORDS = ['password1', 'password123', 'qwerty123', 'letmein1', 'welcome1'];

const ticketTable = defineTable<{ readonly sessionId: string; readonly expiresAt: string }>();

export const auth = {
  registerUser: (context, { username, password, public_key, invite_token }) => {
    const { state } = context;
    const invite = openInvite(state, invite_token.trim());
    const prepared = checkedPassword(password);
    const name = newUsername(username);
    const known = state.userNamed(name);
    const owner = invite.user_id ?? invite.reset_user_id;
    if (owner !== null && known?.id !== owner) {
      throw new DialtoneError('invalid_request', 'username is not the name that the invite is for');
    }
    if (known && invite.reset_user_id !== null) {
      const device = state.ensureDevice(known.id, public_key);
      invite.used_at = state.clock.stamp();
      known.password = prepared;
      endSessions(context, ({ user_id }) => user_id === known.id);
      endInvites(state, ({ reset_user_id }) => reset_user_id === known.id);
      return openSession(context, known, device);
    }
    if (known && (known.password !== null || known.id !== invite.user_id)) throw new DialtoneError('username_taken');
    const isFirst = ![...state.users.values()].some((user) => user.password !== null);
    const user = known ?? state.addUser(name, prepared);
    Object.assign(user, { password: prepared, isTrusted: true, isAdmin: user.isAdmin || isFirst });
    invite.used_at = state.clock.stamp();
    return openSession(context, user, state.ensureDevice(user.id, public_key));
  },

  loginUser: (context, { username, password, public_key }) => {
    const { state } = context;
    const user = state.userNamed(username);
    if (!user || user.isDisabled || user.password === null || user.password !== preparePassword(password))
      throw new DialtoneError('invalid_credentials');
    return openSession(context, user, state.ensureDevice(user.id, public_key));
  },

  logoutSession: (context) => {
    endSessions(context, ({ id }) => id === context.session.id);
    return { status: 'ok' };
  },

  listSessions: ({ state, session, user }) => ({ sessions: sessionsOf(state, user.id, session) }),

  endSessions: (context, { session_id }) => {
    const { session, user } = context;
    const isOwn = ({ user_id }: StoredSession) => user_id === user.id;
    if (session_id === undefined) endSessions(context, (one) => isOwn(one) && one.id !== session.id);
    else if (!endSessions(context, (one) => isOwn(one) && one.id === session_id)) {
      throw new DialtoneError('session_not_found');
    }
    return undefined;
  },

  changePassword: (context, { current_password, new_password }) => {
    const { user, session } = context;
    if (user.password !== preparePassword(current_password)) throw new DialtoneError('wrong_password');
    user.password = checkedPassword(new_password);
    endSessions(context, ({ user_id, id }) => user_id === user.id && id !== session.id);
    return { status: 'ok' };
  },

  createTicket: ({ state, session }) => {
    const tickets = state.rows(ticketTable);
    const unused = [...tickets].filter(([, { sessionId }]) => sessionId === session.id);
    for (const [oldest] of unused.slice(0, 1 - limits.ticketsPerSession)) tickets.delete(oldest);
    const ticket = state.newId('ticket');
    const expires_at = state.clock.at(limits.ticketTtlSeconds);
    tickets.set(ticket, { sessionId: session.id, expiresAt: expires_at });
    return { ticket, expires_at };
  },
} satisfies Partial<OperationHandlers>;

/** Makes a session on a device, and ends the device's oldest that are too many. */
export function openSession(context: Context, user: User, device: Device): Session {
  const { state } = context;
  const siblings = [...state.sessions.values()].filter(({ device_id }) => device_id === device.id);
  const tooMany = siblings.slice(0, 1 - limits.sessionsPerDevice);
  endSessions(context, (session) => tooMany.includes(session));
  const id = state.newId('session');
  const created_at = state.clock.stamp();
  const expires_at = state.clock.at(limits.sessionTtlSeconds);
  const token = state.newId('token');
  state.see(device.id);
  state.sessions.set(id, { id, token, user_id: user.id, device_id: device.id, created_at, expires_at });
  return {
    token,
    user_id: user.id,
    device_id: device.id,
    expires_at,
    username: user.username,
    device_public_key: device.public_key,
    is_admin: user.isAdmin,
    is_trusted: user.isTrusted,
  };
}

/** A user's valid sessions, newest first; `current` is the one that asks, undefined for the operator. */
export function sessionsOf(state: State, userId: string, current: StoredSession | undefined): SessionInfo[] {
  return [...state.sessions.values()]
    .filter(({ user_id, expires_at }) => user_id === userId && !state.clock.isPast(expires_at))
    .reverse()
    .map(({ id, device_id, created_at, expires_at }) => {
      return { id, device_id, created_at, expires_at, is_current: id === current?.id };
    });
}

/** Ends sessions, and their connections with them (RT14); false when there were none. */
export function endSessions(
  { state, hub }: Context,
  isMeant: (session: StoredSession) => boolean,
  code: CloseCodeName = 'session_ended',
): boolean {
  const ended = [...state.sessions.values()].filter(isMeant).map(({ id }) => id);
  for (const id of ended) state.delete(id);
  hub.closeWhere(({ sessionId }) => ended.includes(sessionId), code);
  return ended.length > 0;
}

/** The session that a ticket was made for, if it is still good for one; it is for no other after that. */
export function redeemTicket(state: State, ticket: string): StoredSession | undefined {
  const stored = state.rows(ticketTable).get(ticket);
  state.rows(ticketTable).delete(ticket);
  return stored && !state.clock.isPast(stored.expiresAt) ? state.sessions.get(stored.sessionId) : undefined;
}

/** A new password, as it is compared. */
function checkedPassword(password: string): string {
  const prepared = newPassword(password);
  if (COMMON_PASSWORDS.includes(prepared.toLowerCase())) throw new DialtoneError('password_too_common');
  return prepared;
}
