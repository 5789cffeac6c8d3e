import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ChangePasswordRequest,
  DialtoneError,
  type LoginRequest,
  type RegisterRequest,
  type Session,
  type Status,
} from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { Passwords } from '../core/security/passwords.js';
import { DevicesService } from '../devices/devices.service.js';
import { type InvitePurpose, InvitesService } from '../invites/invites.service.js';
import { type Account, UsersService } from '../users/users.service.js';
import { PasswordAttempts } from './password-attempts.js';
import { toSession } from './session.mapper.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class AuthService implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly users: UsersService,
    private readonly devices: DevicesService,
    private readonly invites: InvitesService,
    private readonly sessions: SessionsService,
    private readonly passwords: Passwords,
    private readonly attempts: PasswordAttempts,
  ) {}

  /** Until everybody who was taken over has logged in once, and the server has started again, logins cost more. */
  async onModuleInit(): Promise<void> {
    if (await this.users.hasBcrypt()) this.passwords.expectBcrypt();
  }

  /**
   * Creates a user, or sets the password of the one whom the invite is for; and a device and a session, and spends the
   * invite, all in one transaction.
   */
  register(input: RegisterRequest, address: string): Promise<Session> {
    const invite = input.invite_token.trim(); // people paste a blank behind it
    return this.invites.attempt(invite, address, async (purpose) => {
      const { userId, resetUserId } = purpose;
      this.passwords.check(input.password); // before the name, which a password that is refused must not find out
      if (resetUserId === null) await this.users.assertFree(input.username, userId);
      else await this.users.findForReset(input.username, resetUserId);
      const passwordHash = await this.passwords.hash(input.password, address);
      return this.db.write(async (tx) => {
        const owner = resetUserId ?? userId;
        if (owner !== null) await this.users.lock(tx, owner); // before the invite, as who disables them does
        await this.invites.spend(tx, invite);
        const account = await this.admit(tx, input.username, passwordHash, purpose);
        const device = await this.devices.ensure(tx, account.id, input.public_key, now());
        return toSession(await this.sessions.create(tx, account.id, device.id), account, device);
      });
    });
  }

  /** Registers a name, or replaces the password of the user whom the invite is for, and ends their sessions and other such invites. */
  private async admit(tx: Transaction, name: string, hash: string, purpose: InvitePurpose): Promise<Account> {
    if (purpose.resetUserId === null) return this.users.register(tx, name, hash, purpose.userId);
    const account = await this.users.resetPassword(tx, name, purpose.resetUserId, hash);
    await this.sessions.end(tx, { userId: account.id });
    await this.invites.endResetsOf(tx, account.id);
    return account;
  }

  /** Creates a session on the device with that key. */
  async login(input: LoginRequest, address: string): Promise<Session> {
    const name = this.users.hashName(input.username);
    const account = await this.attempts.check(name, address, () => this.check(input, address));
    const { id, passwordHash } = account;
    const newHash = (await this.passwords.rehash(passwordHash, input.password, address)) ?? passwordHash;
    const session = await this.db.write(async (tx) => {
      // The password may have been changed, or the user disabled, while it was being checked.
      if (!(await this.users.replacePassword(tx, id, passwordHash, newHash))) return null;
      await this.users.renew(tx, account);
      const device = await this.devices.ensure(tx, account.id, input.public_key, now());
      return toSession(await this.sessions.create(tx, account.id, device.id), account, device);
    });
    return session ?? this.login(input, address);
  }

  /** Changes the caller's password and ends their other sessions. */
  async changePassword(caller: Caller, input: ChangePasswordRequest, address: string): Promise<Status> {
    const { usernameHash, passwordHash } = await this.users.findCredentials(caller.userId);
    await this.attempts.check(usernameHash, address, async () => {
      if (!(await this.passwords.verify(passwordHash, input.current_password, address)))
        throw new DialtoneError('wrong_password');
    });
    const newHash = await this.passwords.hash(input.new_password, address);
    const isChanged = await this.db.write(async (tx) => {
      if (!(await this.users.replacePassword(tx, caller.userId, passwordHash, newHash))) return false;
      await this.sessions.end(tx, { userId: caller.userId }, caller.sessionId);
      return true;
    });
    return isChanged ? { status: 'ok' } : this.changePassword(caller, input, address);
  }

  /** The account with this name and password. Whoever exists, a refusal takes the same time. */
  private async check(input: LoginRequest, address: string): Promise<Account & { passwordHash: string }> {
    for (const account of await this.users.findForLogin(input.username)) {
      const matches = await this.passwords.verify(account?.passwordHash, input.password, address);
      if (account?.passwordHash && matches) return { ...account, passwordHash: account.passwordHash };
    }
    throw new DialtoneError('invalid_credentials');
  }
}
