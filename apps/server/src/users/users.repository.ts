import { Injectable } from '@nestjs/common';
import { In, IsNull, Like, Not } from 'typeorm';
import { isUniqueViolation } from '../core/database/database-errors.js';
import { Database } from '../core/database/database.js';
import { selectRows } from '../core/database/rows.js';
import type { Transaction } from '../core/database/transaction.js';
import { FirstAdminEntity } from './first-admin.entity.js';
import { UserEntity } from './user.entity.js';
import type { ListedUser, ProfiledUser } from './user.mapper.js';

/** Few enough for one query to hold up nobody else, and for every database's number of parameters. */
const IDS_PER_QUERY = 500;

/** The columns of a user in a list of all. */
const LISTED = ['id', 'isAdmin', 'isTrusted', 'disabledAt', 'passwordHash', 'createdAt'] as const;

/** The columns of a profile. */
const PROFILE = ['id', 'profileNameEnc', 'profileUpdatedAt'] as const;

/** The key of the one row in the `first_admin` table. */
const FIRST_ADMIN = 1;

@Injectable()
export class UsersRepository {
  constructor(private readonly db: Database) {}

  /** The users with these names, in the order of the names. */
  async findByNames(usernameHashes: readonly string[], tx?: Transaction): Promise<UserEntity[]> {
    const manager = tx?.manager ?? this.db.read;
    const users = await manager.findBy(UserEntity, { usernameHash: In([...usernameHashes]) });
    const place = ({ usernameHash }: UserEntity) => usernameHashes.indexOf(usernameHash);
    return users.sort((a, b) => place(a) - place(b));
  }

  /** The first users behind one of them, or of all, in the order in which they came. */
  listAfter(after: UserEntity | null, limit: number): Promise<ListedUser[]> {
    const [where, parameters] = after
      ? ['WHERE created_at > ? OR created_at = ? AND id > ?', [after.createdAt, after.createdAt, after.id]]
      : ['', []];
    const rest = `${where} ORDER BY created_at, id LIMIT ${String(limit)}`;
    return selectRows(this.db.read, UserEntity, rest, parameters, LISTED);
  }

  /** Those of the ids that are users, each with whether they are an admin who is not disabled. */
  async findAdmins(ids: readonly string[]): Promise<Map<string, boolean>> {
    const admins = new Map<string, boolean>();
    for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
      const part = ids.slice(from, from + IDS_PER_QUERY);
      const rest = `WHERE id IN (${part.map(() => '?').join(', ')})`;
      const users = await selectRows(this.db.read, UserEntity, rest, part, ['id', 'isAdmin', 'disabledAt']);
      for (const { id, isAdmin, disabledAt } of users) admins.set(id, isAdmin && disabledAt === null);
      await new Promise((resolve) => setImmediate(resolve)); // lets other work run
    }
    return admins;
  }

  /** Has anybody registered yet? */
  async hasRegistered(): Promise<boolean> {
    return this.db.read.existsBy(UserEntity, { passwordHash: Not(IsNull()) });
  }

  async hasBcrypt(): Promise<boolean> {
    return this.db.read.existsBy(UserEntity, { passwordHash: Like('$2%') });
  }

  async listProfiled(): Promise<ProfiledUser[]> {
    const rest = 'WHERE profile_updated_at IS NOT NULL ORDER BY profile_updated_at DESC, id DESC';
    const users = await selectRows(this.db.read, UserEntity, rest, [], PROFILE);
    return users as ProfiledUser[];
  }

  /** Stores a user; false when the name is taken. */
  async insert(tx: Transaction, user: UserEntity): Promise<boolean> {
    try {
      await tx.manager.insert(UserEntity, user);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Sets a reserved name's password; false when somebody else was faster, or the name is disabled. */
  async claim(tx: Transaction, id: string, passwordHash: string): Promise<boolean> {
    const { affected } = await tx.manager.update(
      UserEntity,
      { id, passwordHash: IsNull(), disabledAt: IsNull() },
      { passwordHash, isTrusted: true },
    );
    return affected === 1;
  }

  /** Stores a user's name under another hash, unless that is somebody else's. */
  async rename(tx: Transaction, id: string, usernameHash: string): Promise<void> {
    if (!(await tx.manager.existsBy(UserEntity, { usernameHash }))) {
      await tx.manager.update(UserEntity, { id }, { usernameHash });
    }
  }

  /** Makes the user the first admin, if there is none yet. Of two at once, the primary key lets only one through. */
  async claimFirstAdmin(tx: Transaction, userId: string): Promise<boolean> {
    if (await tx.manager.existsBy(FirstAdminEntity, { id: FIRST_ADMIN })) return false;
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(FirstAdminEntity)
      .values({ id: FIRST_ADMIN, userId })
      .orIgnore()
      .execute();
    const isFirst = await tx.manager.existsBy(FirstAdminEntity, { id: FIRST_ADMIN, userId });
    if (isFirst) await tx.manager.update(UserEntity, { id: userId }, { isAdmin: true });
    return isFirst;
  }

  async setProfile(tx: Transaction, id: string, nameEnc: string, updatedAt: Date): Promise<void> {
    await tx.manager.update(UserEntity, { id }, { profileNameEnc: nameEnc, profileUpdatedAt: updatedAt });
  }

  /**
   * Replaces the password's hash, if it is still the old one and the user is not disabled; the row stays locked until the
   * transaction ends.
   */
  async replacePassword(tx: Transaction, id: string, oldHash: string, newHash: string): Promise<boolean> {
    const current = { id, passwordHash: oldHash, disabledAt: IsNull() };
    const { affected } = await tx.manager.update(UserEntity, current, { passwordHash: newHash });
    return affected === 1;
  }

  /** Sets the password of somebody who has one and is not disabled; false for everyone else. */
  async resetPassword(tx: Transaction, id: string, newHash: string): Promise<boolean> {
    const registered = { id, passwordHash: Not(IsNull()), disabledAt: IsNull() };
    const { affected } = await tx.manager.update(UserEntity, registered, { passwordHash: newHash });
    return affected === 1;
  }

  findById(id: string, tx?: Transaction): Promise<UserEntity | null> {
    return (tx?.manager ?? this.db.read).findOneBy(UserEntity, { id });
  }

  async setRoles(
    tx: Transaction,
    id: string,
    roles: Pick<UserEntity, 'isAdmin' | 'isTrusted' | 'disabledAt'>,
  ): Promise<void> {
    await tx.manager.update(UserEntity, { id }, roles);
  }

  /** Locks the users until the transaction ends, so that transactions about one user wait for each other here. */
  async lock(tx: Transaction, ...ids: string[]): Promise<void> {
    // In the order of their ids: of two transactions that lock the same, one waits for the other, and not both.
    for (const id of [...new Set(ids)].sort()) await tx.manager.update(UserEntity, { id }, { id });
  }

  /** The number of admins who can log in. Other changes of roles wait here until the transaction ends. */
  async lockAndCountAdmins(tx: Transaction): Promise<number> {
    await tx.manager.increment(FirstAdminEntity, { id: FIRST_ADMIN }, 'id', 0);
    return tx.manager.countBy(UserEntity, { isAdmin: true, passwordHash: Not(IsNull()), disabledAt: IsNull() });
  }
}
