import { limits } from '../generated/limits.js';
import type { Device, SessionInfo } from '../generated/types.js';
import { DialtoneError } from '../protocol/dialtone-error.js';
import { normalizeUsername } from '../protocol/username.js';
import type { Clock } from './clock.js';

/** Somebody with a name; without a password it is only reserved. */
export interface User {
  readonly id: string;
  readonly username: string;
  password: string | null;
  isAdmin: boolean;
  isTrusted: boolean;
  isDisabled: boolean;
  profile: { readonly name_enc: string; readonly updated_at: string } | null;
  readonly createdAt: string;
}

/** A session that has not ended. */
export interface StoredSession extends Omit<SessionInfo, 'is_current'> {
  readonly token: string;
  readonly user_id: string;
}

/** Rows of one kind. It holds none itself: each server has its own, see {@link State.rows}. */
export interface Table<Row> {
  /** The ids of what a row belongs to: it is deleted with any of them. */
  ownersOf(row: Row): readonly string[];
}

/** A table for the file of a feature. */
export function defineTable<Row>(ownersOf: (row: Row) => readonly string[] = () => []): Table<Row> {
  return { ownersOf };
}

/** How often it is noted that a device was seen. */
const SEEN_EVERY_MS = 3_600_000;

/** What a real server keeps in its database: the tables of the features, and who is who. */
export class State {
  readonly #tables = new Map<Table<unknown>, Map<string, unknown>>();
  readonly #counts = new Map<string, number>();
  readonly users = this.rows(defineTable<User>());
  readonly devices = this.rows(defineTable<Device>(({ user_id }) => [user_id]));
  /** When each device was seen last, by its id. */
  readonly lastSeen = this.rows(defineTable<string>());
  readonly sessions = this.rows(defineTable<StoredSession>(({ device_id }) => [device_id]));

  /** Is the server about to stop? */
  isDraining = false;

  constructor(readonly clock: Clock) {}

  /** The rows of a table by their ids, oldest first. */
  rows<Row>(table: Table<Row>): Map<string, Row> {
    const rows = (this.#tables.get(table) ?? new Map<string, Row>()) as Map<string, Row>;
    this.#tables.set(table, rows);
    return rows;
  }

  /** Deletes what has this id, and all that belongs to it. */
  delete(id: string): void {
    for (const [table, rows] of this.#tables) {
      rows.delete(id);
      for (const [key, row] of rows) if (table.ownersOf(row).includes(id)) this.delete(key);
    }
  }

  /** `user-1`, `user-2`, …: every run of a test sees the same ids. */
  newId(kind: string): string {
    const count = this.countOf(kind) + 1;
    this.#counts.set(kind, count);
    return `${kind}-${count}`;
  }

  /** How many ids of that kind were given away. */
  countOf(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }

  userNamed(name: string): User | undefined {
    const username = normalizeUsername(name);
    return [...this.users.values()].find((user) => user.username === username);
  }

  addUser(name: string, password: string | null): User {
    const createdAt = this.clock.stamp();
    const base = { id: this.newId('user'), username: normalizeUsername(name), createdAt };
    const user: User = {
      ...base,
      password,
      isAdmin: false,
      isTrusted: password !== null,
      isDisabled: false,
      profile: null,
    };
    this.users.set(user.id, user);
    return user;
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

  /** Everyone's devices, oldest first, without those of disabled users. */
  get enabledDevices(): Device[] {
    return [...this.devices.values()].filter(({ user_id }) => this.users.get(user_id)?.isDisabled !== true);
  }

  /** The device was seen now. */
  see(deviceId: string): void {
    const last = this.lastSeen.get(deviceId);
    const isUnseen = last === undefined || Date.parse(last) < this.clock.now - SEEN_EVERY_MS;
    if (isUnseen && this.devices.has(deviceId)) this.lastSeen.set(deviceId, this.clock.at(0));
  }

  /** The valid session with that token. */
  sessionOf(token: string): StoredSession | undefined {
    const session = [...this.sessions.values()].find((candidate) => candidate.token === token);
    return session && !this.clock.isPast(session.expires_at) ? session : undefined;
  }
}
