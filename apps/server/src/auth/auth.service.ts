import { Injectable } from '@nestjs/common';
import type { ChangePasswordRequest, LoginRequest, RegisterRequest, Session, Status } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import { Attempts } from '../core/limits/attempts.js';
import { Passwords } from '../core/security/passwords.js';
import { normalizeUsername } from '../core/security/username.js';
import { DevicesService } from '../devices/devices.service.js';
import { InvitesService } from '../invites/invites.service.js';
import { type Account, UsersService } from '../users/users.service.js';
import { toSession } from './session.mapper.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class AuthService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersService,
    private readonly devices: DevicesService,
    private readonly invites: InvitesService,
    private readonly sessions: SessionsService,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
  ) {}

  /** Makes a user, a device and a session and spends the invite: all of it or nothing. */
  async register(input: RegisterRequest, address: string): Promise<Session> {
    await this.attempts.invite(address, () => this.invites.check(input.invite_token));
    const known = await this.users.findAccount(input.username);
    if (known?.passwordHash) throw new DialtoneError('username_taken');
    const passwordHash = await this.passwords.hash(input.password);
    return this.db.write(async (tx) => {
      await this.invites.spend(tx, input.invite_token);
      const account = await this.users.register(tx, input.username, passwordHash);
      const device = await this.devices.ensure(tx, account.id, input.public_key);
      return toSession(await this.sessions.create(tx, account.id, device.id), account, device);
    });
  }

  /** Makes a session on the device with that key. */
  async login(input: LoginRequest, address: string): Promise<Session> {
    const account = await this.attempts.password(normalizeUsername(input.username), address, () => this.check(input));
    const newHash = await this.passwords.rehash(account.passwordHash, input.password);
    return this.db.write(async (tx) => {
      if (newHash) await this.users.setPassword(tx, account.id, newHash);
      const device = await this.devices.ensure(tx, account.id, input.public_key);
      return toSession(await this.sessions.create(tx, account.id, device.id), account, device);
    });
  }

  /** Changes the caller's password and ends their other sessions. */
  async changePassword(caller: Caller, input: ChangePasswordRequest, address: string): Promise<Status> {
    await this.attempts.password(caller.userId, address, async () => {
      const current = await this.users.findPasswordHash(caller.userId);
      if (!(await this.passwords.verify(current, input.current_password))) throw new DialtoneError('wrong_password');
    });
    const passwordHash = await this.passwords.hash(input.new_password);
    return this.db.write(async (tx) => {
      await this.users.setPassword(tx, caller.userId, passwordHash);
      await this.sessions.end(tx, { userId: caller.userId }, caller.sessionId);
      return { status: 'ok' };
    });
  }

  /** The account whose name and password these are. */
  private async check(input: LoginRequest): Promise<Account & { passwordHash: string }> {
    const account = await this.users.findAccount(input.username);
    const matches = await this.passwords.verify(account?.passwordHash, input.password);
    if (!account?.passwordHash || !matches) throw new DialtoneError('invalid_credentials');
    return { ...account, passwordHash: account.passwordHash };
  }
}
