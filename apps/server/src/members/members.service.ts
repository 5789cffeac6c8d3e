import { Injectable } from '@nestjs/common';
import {
  DialtoneError,
  type EndUserSessionsInput,
  type ListUserSessionsInput,
  type ListUsersInput,
  type SessionList,
  type UpdateUserRequest,
  type UserDevice,
  type UserList,
  type UserRoles,
} from '@app/contract';
import { SessionsService } from '../auth/sessions.service.js';
import { ChannelKeysService } from '../channels/channel-keys.service.js';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import { DevicesService } from '../devices/devices.service.js';
import { InvitesService } from '../invites/invites.service.js';
import { UserAdministration } from '../users/user-administration.service.js';
import { UserDisabled } from '../users/users.events.js';

@Injectable()
export class MembersService {
  constructor(
    private readonly db: Database,
    private readonly users: UserAdministration,
    private readonly devices: DevicesService,
    private readonly sessions: SessionsService,
    private readonly invites: InvitesService,
    private readonly channelKeys: ChannelKeysService,
  ) {}

  /** Users with their devices, oldest first. */
  async list(input: ListUsersInput & { limit: number }): Promise<UserList> {
    const { users, hasMore } = await this.users.list(input);
    const devicesOf = await this.devices.listOf(users.map(({ id }) => id));
    const withDevices = users.map((user) => {
      const devices = devicesOf.get(user.id) ?? [];
      return { ...user, last_seen: latest(devices), devices };
    });
    return { users: withDevices, has_more: hasMore };
  }

  /**
   * Grants or revokes roles, and disables or enables. With a disabled user all that lets anybody in by them ends,
   * and with an admin who is one no longer what they made of it: an invite may be for somebody's new password.
   *
   * @param caller the admin; null for the operator
   */
  update(caller: Caller | null, input: UpdateUserRequest): Promise<UserRoles> {
    return this.db.write(async (tx) => {
      const { before, after } = await this.users.update(tx, input, caller?.userId ?? null);
      if (after.disabled) {
        await this.sessions.end(tx, { userId: after.user_id });
        await this.invites.endOf(tx, after.user_id);
        if (!before.disabled) await this.channelKeys.markAllStale(tx);
      } else if (before.is_admin && !after.is_admin) await this.invites.endMadeBy(tx, after.user_id);
      if (after.disabled !== before.disabled) tx.publish(new UserDisabled(after.user_id, after.disabled));
      return after;
    });
  }

  /**
   * A user's valid sessions, newest first.
   *
   * @param caller the admin; null for the operator
   * @throws {DialtoneError} `user_not_found`
   */
  async listSessions(caller: Caller | null, { user_id }: ListUserSessionsInput): Promise<SessionList> {
    await this.users.assertExists(user_id);
    return this.sessions.list(user_id, caller?.sessionId ?? null);
  }

  /**
   * Ends one of a user's sessions, or all of them.
   *
   * @param caller the admin; null for the operator
   * @throws {DialtoneError} `user_not_found`, `session_not_found`
   */
  endSessions(caller: Caller | null, { user_id: userId, session_id: id }: EndUserSessionsInput): Promise<undefined> {
    return this.db.write(async (tx) => {
      await this.users.assertAdmin(tx, caller?.userId ?? null);
      await this.users.assertExists(userId, tx);
      const isEnded = await this.sessions.end(tx, id === undefined ? { userId } : { userId, id });
      if (id !== undefined && !isEnded) throw new DialtoneError('session_not_found');
      return undefined;
    });
  }
}

/** When the one of them that was seen last was seen; null for none. */
function latest(devices: readonly UserDevice[]): string | null {
  const times = devices.flatMap(({ last_seen }) => last_seen ?? []);
  return times.sort().at(-1) ?? null;
}
