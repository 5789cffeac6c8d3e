import type {
  Channel,
  ChannelKey,
  Device,
  DirectoryKey,
  InviteInfo,
  Message,
  Session,
  SessionInfo,
} from '../generated/types.js';
import { limits } from '../generated/limits.js';
import { normalizeUsername } from '../protocol/username.js';
import type { Clock } from './clock.js';
import { DialtoneError } from '../protocol/dialtone-error.js';

/** Somebody with a name; without a password it is only reserved. */
export interface User {
  readonly id: string;
  readonly username: string;
  password: string | null;
  isAdmin: boolean;
  isTrusted: boolean;
  profile: { readonly name_enc: string; readonly updated_at: string } | null;
  readonly createdAt: string;
}

/** A session that has not ended. */
export interface StoredSession extends Omit<SessionInfo, 'is_current'> {
  readonly token: string;
  readonly user_id: string;
}

/** An invite with its token. */
export interface StoredInvite extends InviteInfo {
  readonly token: string;
}

/** A message with its place in the order of all messages, and its sender's name for it. */
export interface StoredMessage {
  readonly message: Message;
  readonly orderKey: number;
  readonly deviceId: string;
  readonly clientId: string | undefined;
}

/** What a real server keeps in its database. */
export class State {
  readonly users = new Map<string, User>();
  /** By id, oldest first; so are all of these. */
  readonly devices = new Map<string, Device>();
  readonly sessions = new Map<string, StoredSession>();
  readonly tickets = new Map<string, { readonly sessionId: string; readonly expiresAt: string }>();
  readonly invites = new Map<string, StoredInvite>();
  readonly channels = new Map<string, Channel>();
  readonly channelKeys = new Map<string, ChannelKey>();
  readonly directoryKeys = new Map<string, DirectoryKey>();
  messages: StoredMessage[] = [];
  /** The last order key that was given away. */
  lastOrderKey = 0;
  readonly #counts = new Map<string, number>();

  constructor(readonly clock: Clock) {}

  /** `user-1`, `user-2`, …: every run of a test sees the same ids. */
  newId(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}-${count}`;
  }

  userNamed(name: string): User | undefined {
    const username = normalizeUsername(name);
    return [...this.users.values()].find((user) => user.username === username);
  }

  addUser(name: string, password: string | null): User {
    const createdAt = this.clock.stamp();
    const base = { id: this.newId('user'), username: normalizeUsername(name), createdAt };
    const user: User = { ...base, password, isAdmin: false, isTrusted: password !== null, profile: null };
    this.users.set(user.id, user);
    return user;
  }

  /** Is the user the only admin who can log in? */
  isLastAdmin(user: User): boolean {
    const admins = [...this.users.values()].filter(({ isAdmin, password }) => isAdmin && password !== null);
    return admins.length === 1 && admins[0] === user;
  }

  /** The user's device with that key, made if need be. */
  ensureDevice(userId: string, publicKey: string): Device {
    const own = this.devicesOf(userId);
    const known = own.find((device) => device.public_key === publicKey);
    if (known) return known;
    if (own.length >= limits.devicesPerUser) throw new DialtoneError('too_many_devices');
    const device: Device = {
      id: this.newId('device'),
      user_id: userId,
      public_key: publicKey,
      created_at: this.clock.stamp(),
    };
    this.devices.set(device.id, device);
    return device;
  }

  devicesOf(userId: string): Device[] {
    return [...this.devices.values()].filter((device) => device.user_id === userId);
  }

  /** Makes a session on a device. */
  openSession(user: User, device: Device): Session {
    const id = this.newId('session');
    const created_at = this.clock.stamp();
    const expires_at = this.clock.at(limits.sessionTtlSeconds);
    const token = this.newId('token');
    this.sessions.set(id, { id, token, user_id: user.id, device_id: device.id, created_at, expires_at });
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

  /** The valid session with that token. */
  sessionOf(token: string): StoredSession | undefined {
    const session = [...this.sessions.values()].find((candidate) => candidate.token === token);
    return session && !this.clock.isPast(session.expires_at) ? session : undefined;
  }

  addInvite(): StoredInvite {
    const invite: StoredInvite = {
      id: this.newId('invite'),
      token: this.newId('invite-token'),
      created_at: this.clock.stamp(),
      expires_at: this.clock.at(limits.inviteTtlSeconds),
      used_at: null,
    };
    this.invites.set(invite.id, invite);
    return invite;
  }

  /** The open invite with that token. */
  openInvite(token: string): StoredInvite {
    const invite = [...this.invites.values()].find((candidate) => candidate.token === token);
    if (!invite) throw new DialtoneError('invite_not_found');
    if (invite.used_at !== null) throw new DialtoneError('invite_used');
    if (this.clock.isPast(invite.expires_at)) throw new DialtoneError('invite_expired');
    return invite;
  }

  addChannel(name_enc: string, created_by: string): Channel {
    const channel = { id: this.newId('channel'), name_enc, created_by, created_at: this.clock.stamp() };
    this.channels.set(channel.id, channel);
    return channel;
  }

  channel(id: string): Channel {
    const channel = this.channels.get(id);
    if (!channel) throw new DialtoneError('channel_not_found');
    return channel;
  }

  /** Deletes the channel with its messages and keys. */
  deleteChannel(id: string): void {
    this.channel(id);
    this.channels.delete(id);
    this.messages = this.messages.filter(({ message }) => message.channel_id !== id);
    for (const [key, { channel_id }] of this.channelKeys) if (channel_id === id) this.channelKeys.delete(key);
  }

  /** Deletes the device with its sessions and the envelopes sealed for it. */
  deleteDevice(id: string): void {
    this.devices.delete(id);
    for (const session of this.sessions.values()) if (session.device_id === id) this.sessions.delete(session.id);
    for (const [key, { device_id }] of this.channelKeys) if (device_id === id) this.channelKeys.delete(key);
    this.directoryKeys.delete(id);
  }

  /** Appends a message; a repeat of one that is there gives that one. */
  addMessage(
    message: Omit<Message, 'id' | 'sent_at'>,
    deviceId: string,
    clientId?: string,
  ): { readonly stored: Message; readonly isNew: boolean } {
    this.channel(message.channel_id);
    const repeated = this.messages.find(
      (candidate) => clientId !== undefined && candidate.clientId === clientId && candidate.deviceId === deviceId,
    );
    if (repeated) return { stored: repeated.message, isNew: false };
    const stored: Message = { id: this.newId('message'), ...message, sent_at: this.clock.stamp() };
    this.lastOrderKey += 1;
    this.messages.push({ message: stored, orderKey: this.lastOrderKey, deviceId, clientId });
    return { stored, isNew: true };
  }

  /** The order key of a message, of that channel where one is given. */
  orderKeyOf(messageId: string, channelId?: string): number {
    const found = this.messages.find(
      ({ message }) => message.id === messageId && (channelId === undefined || message.channel_id === channelId),
    );
    if (!found) throw new DialtoneError('cursor_not_found');
    return found.orderKey;
  }
}
