import { Injectable } from '@nestjs/common';
import { DialtoneError, type ListUsersInput, type UpdateUserRequest, type UserRoles } from '@app/contract';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { toRoles, toUserInfo } from './user.mapper.js';
import { UsersRepository } from './users.repository.js';

/** What admins decide about users, as far as the users themselves are concerned. */
@Injectable()
export class UserAdministration {
  constructor(private readonly users: UsersRepository) {}

  /**
   * Grants or revokes roles, and disables or enables, within the caller's transaction. A server keeps an admin who can
   * log in. The user is locked from then on: nobody begins a session as them, or makes an invite for them.
   *
   * @param adminId who asks for it; null for the operator's token
   * @throws {DialtoneError} `user_not_found`, `last_admin`, as {@link assertAdmin}
   */
  async update(
    tx: Transaction,
    input: UpdateUserRequest,
    adminId: string | null,
  ): Promise<{ before: UserRoles; after: UserRoles }> {
    const admins = await this.users.lockAndCountAdmins(tx);
    await this.users.lock(tx, ...[input.user_id, adminId].filter((id) => id !== null));
    await this.assertAdmin(tx, adminId);
    const user = await this.users.findById(input.user_id, tx);
    if (!user) throw new DialtoneError('user_not_found');
    const isDisabled = input.disabled ?? user.disabledAt !== null;
    const changed = {
      id: user.id,
      isAdmin: input.is_admin ?? user.isAdmin,
      isTrusted: input.is_trusted ?? user.isTrusted,
      disabledAt: isDisabled ? (user.disabledAt ?? now()) : null,
    };
    const isCounted = user.isAdmin && user.passwordHash !== null && user.disabledAt === null;
    if (isCounted && (!changed.isAdmin || isDisabled) && admins <= 1) throw new DialtoneError('last_admin');
    await this.users.setRoles(tx, user.id, changed);
    return { before: toRoles(user), after: toRoles(changed) };
  }

  /**
   * Asserts that who was let in as an admin still is one, as {@link isAdmin}; the operator, null, always may.
   *
   * @throws {DialtoneError} `unauthorized` when they are disabled, `forbidden` when they are no admin
   */
  async assertAdmin(tx: Transaction, id: string | null): Promise<void> {
    if (id !== null && !(await this.isAdmin(tx, id))) throw new DialtoneError('forbidden');
  }

  /**
   * Is who was let in as an admin still one? Others may have decided otherwise meanwhile; whoever wants to from now on
   * waits until the transaction ends.
   *
   * @throws {DialtoneError} `unauthorized` when they are disabled
   */
  async isAdmin(tx: Transaction, id: string): Promise<boolean> {
    await this.users.lock(tx, id);
    const user = await this.users.findById(id, tx);
    if (!user || user.disabledAt !== null) throw new DialtoneError('unauthorized');
    return user.isAdmin;
  }

  /** @throws {DialtoneError} `user_not_found` */
  async assertExists(id: string, tx?: Transaction): Promise<void> {
    if (!(await this.users.findById(id, tx))) throw new DialtoneError('user_not_found');
  }

  /**
   * A page of the users, oldest first.
   *
   * @throws {DialtoneError} `cursor_not_found`
   */
  async list({ limit, after }: { limit: number } & ListUsersInput): Promise<{
    users: ReturnType<typeof toUserInfo>[];
    hasMore: boolean;
  }> {
    const last = after === undefined ? null : await this.users.findById(after);
    if (after !== undefined && !last) throw new DialtoneError('cursor_not_found');
    const found = await this.users.listAfter(last, limit + 1);
    return { users: found.slice(0, limit).map(toUserInfo), hasMore: found.length > limit };
  }
}
