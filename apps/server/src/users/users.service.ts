import { Inject, Injectable } from '@nestjs/common';
import {
  type CreateUserRequest,
  DialtoneError,
  normalizeUsername,
  type ProfileList,
  type SetProfileRequest,
  type Status,
  type UpdateUserRequest,
  type User,
  type UserRoles,
} from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { PEPPER } from '../core/security/pepper.js';
import { hashUsername, newId } from '../core/security/tokens.js';
import { toProfile, toUser } from './user.mapper.js';
import type { UserEntity } from './user.entity.js';
import { ProfileUpdated } from './users.events.js';
import { UsersRepository } from './users.repository.js';

/** What the login needs to know about a user. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string | null;
  readonly isAdmin: boolean;
  readonly isTrusted: boolean;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    @Inject(PEPPER) private readonly pepper: string,
  ) {}

  /** Reserves a name. */
  reserve(input: CreateUserRequest): Promise<User> {
    const username = normalizeUsername(input.username);
    const user = this.newUser(username, null);
    return this.db.write(async (tx) => {
      if (!(await this.users.insert(tx, user))) throw new DialtoneError('username_taken');
      return toUser(user, username);
    });
  }

  /** The account with that name, registered or reserved; null when there is none. */
  async findAccount(name: string): Promise<Account | null> {
    const username = normalizeUsername(name);
    const user = await this.users.findByName(this.hash(username));
    return user && toAccount(user, username);
  }

  /**
   * Registers a name, or claims a reserved one, within the caller's transaction. The first user becomes admin.
   *
   * @throws {DialtoneError} `username_taken`
   */
  async register(tx: Transaction, name: string, passwordHash: string): Promise<Account> {
    const username = normalizeUsername(name);
    const reserved = await this.users.findByName(this.hash(username), tx);
    const user = reserved ?? this.newUser(username, passwordHash);
    const stored = reserved ? await this.users.claim(tx, reserved.id, passwordHash) : await this.users.insert(tx, user);
    if (!stored) throw new DialtoneError('username_taken');
    const isAdmin = await this.users.claimFirstAdmin(tx, user.id);
    return { id: user.id, username, passwordHash, isAdmin: isAdmin || user.isAdmin, isTrusted: true };
  }

  async listProfiles(): Promise<ProfileList> {
    return { profiles: (await this.users.listProfiled()).map(toProfile) };
  }

  setProfile(caller: Caller, input: SetProfileRequest): Promise<Status> {
    return this.db.write(async (tx) => {
      await this.users.setProfile(tx, caller.userId, input.name_enc, now());
      tx.publish(new ProfileUpdated(caller.userId));
      return { status: 'ok' };
    });
  }

  /** Those of the ids that are users, each with whether they are an admin. */
  async findAdmins(ids: readonly string[]): Promise<Map<string, boolean>> {
    return new Map((await this.users.findByIds(ids)).map((user) => [user.id, user.isAdmin]));
  }

  /** Grants or revokes roles; the last admin keeps theirs. */
  updateRoles(input: UpdateUserRequest): Promise<UserRoles> {
    return this.db.write(async (tx) => {
      const admins = await this.users.lockAndCountAdmins(tx);
      const user = await this.users.findById(tx, input.user_id);
      if (!user) throw new DialtoneError('user_not_found');
      const roles = { isAdmin: input.is_admin ?? user.isAdmin, isTrusted: input.is_trusted ?? user.isTrusted };
      const isCounted = user.isAdmin && user.passwordHash !== null;
      if (isCounted && !roles.isAdmin && admins <= 1) throw new DialtoneError('last_admin');
      await this.users.setRoles(tx, user.id, roles);
      return { user_id: user.id, is_admin: roles.isAdmin, is_trusted: roles.isTrusted };
    });
  }

  /**
   * The stored hashes of a registered user's name and password.
   *
   * @throws {DialtoneError} `unauthorized` when the user no longer exists
   */
  async findCredentials(id: string): Promise<{ usernameHash: string; passwordHash: string }> {
    const [user] = await this.users.findByIds([id]);
    if (!user?.passwordHash) throw new DialtoneError('unauthorized');
    return { usernameHash: user.usernameHash, passwordHash: user.passwordHash };
  }

  /** Replaces the password's hash; false when the old one is not, or no longer, the stored one. */
  replacePassword(tx: Transaction, id: string, oldHash: string, newHash: string): Promise<boolean> {
    return this.users.replacePassword(tx, id, oldHash, newHash);
  }

  /** The hash of a name, as it is stored. */
  hashName(name: string): string {
    return this.hash(normalizeUsername(name));
  }

  /** Locks the user until the transaction ends, so that transactions about one user wait for each other. */
  lock(tx: Transaction, id: string): Promise<void> {
    return this.users.lock(tx, id);
  }

  /** Has anybody registered yet? */
  hasRegistered(): Promise<boolean> {
    return this.users.hasRegistered();
  }

  private hash(username: string): string {
    return hashUsername(username, this.pepper);
  }

  private newUser(username: string, passwordHash: string | null): UserEntity {
    return {
      id: newId(),
      usernameHash: this.hash(username),
      passwordHash,
      isAdmin: false,
      isTrusted: passwordHash !== null,
      profileNameEnc: null,
      profileUpdatedAt: null,
      createdAt: now(),
    };
  }
}

function toAccount(user: UserEntity, username: string): Account {
  const { id, passwordHash, isAdmin, isTrusted } = user;
  return { id, username, passwordHash, isAdmin, isTrusted };
}
