import { Inject, Injectable } from '@nestjs/common';
import {
  type CreateUserRequest,
  DialtoneError,
  type FindUserRequest,
  isOlderUsername,
  newUsername,
  normalizeUsername,
  olderUsernames,
  type ProfileList,
  type SetProfileRequest,
  type Status,
  type User,
} from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { PEPPER } from '../core/security/pepper.js';
import { hashUsername, newId } from '../core/security/tokens.js';
import { toProfile, toUser } from './user.mapper.js';
import { UserAdministration } from './user-administration.service.js';
import type { UserEntity } from './user.entity.js';
import { ProfileUpdated } from './users.events.js';
import { UsersRepository } from './users.repository.js';

/** What the login needs to know about a user. */
export interface Account {
  readonly id: string;
  /** The name, normalised. */
  readonly username: string;
  /** The hash of the name in the form in which it was stored. */
  readonly usernameHash: string;
  readonly passwordHash: string | null;
  readonly isAdmin: boolean;
  readonly isTrusted: boolean;
  readonly isDisabled: boolean;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly administration: UserAdministration,
    @Inject(PEPPER) private readonly pepper: string,
  ) {}

  /**
   * Reserves a name.
   *
   * @param admin who does; null for the operator
   */
  reserve(input: CreateUserRequest, admin: Caller | null): Promise<User> {
    const username = newUsername(input.username);
    return this.db.write(async (tx) => {
      await this.administration.assertAdmin(tx, admin?.userId ?? null);
      await this.assertFree(input.username, null, tx);
      return toUser(await this.add(tx, username, null), username);
    });
  }

  /**
   * Who has a name, in whatever form it is stored.
   *
   * @throws {DialtoneError} `user_not_found`
   */
  async find({ username: name }: FindUserRequest): Promise<User> {
    const username = normalizeUsername(name);
    const [user] = await this.findStored(name, username);
    if (!user) throw new DialtoneError('user_not_found');
    return toUser(user, username);
  }

  /**
   * Checks that a name can be registered, in whatever form it may be stored already.
   *
   * @param reservedId of the reserved name that the invite is for; null when it is for any that is free
   * @returns the reserved account, or null
   * @throws {DialtoneError} `invalid_request` when the invite is for another name, `username_taken`
   */
  async assertFree(name: string, reservedId: string | null, tx?: Transaction): Promise<Account | null> {
    newUsername(name);
    const accounts = await this.findAll(name, tx);
    const reserved = accounts.find(({ id }) => id === reservedId) ?? null;
    if (reservedId !== null && !reserved) throw anotherName();
    const isTaken = accounts.some(({ id, passwordHash }) => passwordHash !== null || id !== reservedId);
    if (isTaken) throw new DialtoneError('username_taken');
    return reserved;
  }

  /**
   * Checks that the user, who was let in, is not disabled by now.
   *
   * @throws {DialtoneError} `unauthorized`
   */
  async assertEnabled(tx: Transaction, id: string): Promise<void> {
    const user = await this.users.findById(id, tx);
    if (!user || user.disabledAt !== null) throw new DialtoneError('unauthorized');
  }

  /**
   * Checks that the user is a reserved name, which nobody has registered yet.
   *
   * @throws {DialtoneError} `user_not_found`, `username_taken`, `user_disabled`
   */
  async assertReserved(tx: Transaction, id: string): Promise<void> {
    const user = await this.users.findById(id, tx);
    if (!user) throw new DialtoneError('user_not_found');
    if (user.passwordHash !== null) throw new DialtoneError('username_taken');
    if (user.disabledAt !== null) throw new DialtoneError('user_disabled');
  }

  /**
   * Checks that the user has registered, so that there is a password to be replaced.
   *
   * @throws {DialtoneError} `user_not_found`, `user_reserved`, `user_disabled`
   */
  async assertRegistered(tx: Transaction, id: string): Promise<void> {
    const user = await this.users.findById(id, tx);
    if (!user) throw new DialtoneError('user_not_found');
    if (user.passwordHash === null) throw new DialtoneError('user_reserved');
    if (user.disabledAt !== null) throw new DialtoneError('user_disabled');
  }

  /**
   * The account of the user whose password an invite resets, if that is their name, in whatever form it is stored.
   *
   * @throws {DialtoneError} `invalid_request` when the invite is for another name
   */
  async findForReset(name: string, id: string, tx?: Transaction): Promise<Account> {
    const account = (await this.findAll(name, tx)).find((one) => one.id === id);
    if (!account) throw anotherName();
    return account;
  }

  /**
   * Who may log in with that name, null for nobody: how many there are to try says nothing of who exists. A disabled user
   * is nobody. Where the name comes in a form other than the normalised one, the second is the account that was stored in that form.
   */
  async findForLogin(name: string): Promise<(Account | null)[]> {
    const accounts = (await this.findAll(name)).filter(({ isDisabled }) => !isDisabled);
    const likely = accounts.find(({ passwordHash }) => passwordHash !== null) ?? null;
    const asSent = olderUsernames(name).map(this.hash).at(-1);
    if (!isOlderUsername(name)) return [likely];
    return [likely, accounts.find(({ usernameHash }) => usernameHash === asSent) ?? null];
  }

  /** Stores the name of somebody who has logged in with it in the normalised form, where it was stored in another. */
  async renew(tx: Transaction, { id, username, usernameHash }: Account): Promise<void> {
    const current = this.hash(username);
    if (current !== usernameHash) await this.users.rename(tx, id, current);
  }

  /**
   * Registers a name, or claims a reserved one, within the caller's transaction. The first user becomes admin.
   *
   * @throws {DialtoneError} as {@link assertFree}
   */
  async register(tx: Transaction, name: string, passwordHash: string, reservedId: string | null): Promise<Account> {
    const username = newUsername(name);
    const reserved = await this.assertFree(name, reservedId, tx);
    const account = reserved ?? toAccount(await this.add(tx, username, passwordHash), username);
    if (reserved) {
      if (!(await this.users.claim(tx, reserved.id, passwordHash))) throw new DialtoneError('username_taken');
      await this.renew(tx, reserved);
    }
    const isAdmin = await this.users.claimFirstAdmin(tx, account.id);
    return { ...account, passwordHash, isAdmin: isAdmin || account.isAdmin, isTrusted: true };
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
  findAdmins(ids: readonly string[]): Promise<Map<string, boolean>> {
    return this.users.findAdmins(ids);
  }

  /**
   * The stored hashes of a registered user's name and password.
   *
   * @throws {DialtoneError} `unauthorized` when the user no longer exists, or is disabled
   */
  async findCredentials(id: string): Promise<{ usernameHash: string; passwordHash: string }> {
    const user = await this.users.findById(id);
    if (!user?.passwordHash || user.disabledAt !== null) throw new DialtoneError('unauthorized');
    return { usernameHash: user.usernameHash, passwordHash: user.passwordHash };
  }

  /** Replaces the password's hash; false when the old one is not, or no longer, the stored one, or the user is disabled. */
  replacePassword(tx: Transaction, id: string, oldHash: string, newHash: string): Promise<boolean> {
    return this.users.replacePassword(tx, id, oldHash, newHash);
  }

  /**
   * Sets a new password for the user whose name it is, within the caller's transaction, which has locked them.
   *
   * @throws {DialtoneError} as {@link findForReset}, `invite_not_found` when the user can have no password any more
   */
  async resetPassword(tx: Transaction, name: string, id: string, newHash: string): Promise<Account> {
    const account = await this.findForReset(name, id, tx);
    if (!(await this.users.resetPassword(tx, id, newHash))) throw new DialtoneError('invite_not_found');
    await this.renew(tx, account);
    return account;
  }

  /** The hash of a name, normalised. */
  hashName(name: string): string {
    return this.hash(normalizeUsername(name));
  }

  /** Locks the users until the transaction ends, so that transactions about one user wait for each other. */
  lock(tx: Transaction, ...ids: string[]): Promise<void> {
    return this.users.lock(tx, ...ids);
  }

  /** Has anybody registered yet? */
  hasRegistered(): Promise<boolean> {
    return this.users.hasRegistered();
  }

  /** Is anybody's password hashed with bcrypt, as dialtone-go did? */
  hasBcrypt(): Promise<boolean> {
    return this.users.hasBcrypt();
  }

  private readonly hash = (username: string): string => hashUsername(username, this.pepper);

  /** The accounts with that name, the one with the normalised form first. */
  private async findAll(name: string, tx?: Transaction): Promise<Account[]> {
    const username = normalizeUsername(name);
    return (await this.findStored(name, username, tx)).map((user) => toAccount(user, username));
  }

  private findStored(name: string, username: string, tx?: Transaction): Promise<UserEntity[]> {
    return this.users.findByNames([username, ...olderUsernames(name)].map(this.hash), tx);
  }

  /** Stores a user; a taken name is an error. */
  private async add(tx: Transaction, username: string, passwordHash: string | null): Promise<UserEntity> {
    const user = this.newUser(username, passwordHash);
    if (!(await this.users.insert(tx, user))) throw new DialtoneError('username_taken');
    return user;
  }

  private newUser(username: string, passwordHash: string | null): UserEntity {
    return {
      id: newId(),
      usernameHash: this.hash(username),
      passwordHash,
      isAdmin: false,
      isTrusted: passwordHash !== null,
      disabledAt: null,
      profileNameEnc: null,
      profileUpdatedAt: null,
      createdAt: now(),
    };
  }
}

function toAccount(user: UserEntity, username: string): Account {
  const { id, usernameHash, passwordHash, isAdmin, isTrusted, disabledAt } = user;
  return { id, username, usernameHash, passwordHash, isAdmin, isTrusted, isDisabled: disabledAt !== null };
}

function anotherName(): DialtoneError {
  return new DialtoneError('invalid_request', 'username is not the name that the invite is for');
}
