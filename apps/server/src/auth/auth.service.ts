import { Injectable } from '@nestjs/common';
import type { LoginRequest, RegisterRequest, Session } from '@app/contract';
import { Database } from '../core/database/database.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import { Passwords } from '../core/security/passwords.js';
import { DevicesService } from '../devices/devices.service.js';
import { InvitesService } from '../invites/invites.service.js';
import { UsersService } from '../users/users.service.js';
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
  ) {}

  /** Makes a user, a device and a session and spends the invite: all of it or nothing. */
  async register(input: RegisterRequest): Promise<Session> {
    await this.invites.check(input.invite_token);
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
  async login(input: LoginRequest): Promise<Session> {
    const account = await this.users.findAccount(input.username);
    const matches = await this.passwords.verify(account?.passwordHash, input.password);
    if (!account || !matches) throw new DialtoneError('invalid_credentials');
    return this.db.write(async (tx) => {
      const device = await this.devices.ensure(tx, account.id, input.public_key);
      return toSession(await this.sessions.create(tx, account.id, device.id), account, device);
    });
  }
}
