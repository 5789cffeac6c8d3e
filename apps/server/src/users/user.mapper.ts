import type { Profile, User, UserInfo, UserRoles } from '@app/contract';
import type { UserEntity } from './user.entity.js';

export function toUser(user: UserEntity, username: string): User {
  return { id: user.id, username, created_at: user.createdAt.toISOString() };
}

export function toRoles(user: Pick<UserEntity, 'id' | 'isAdmin' | 'isTrusted' | 'disabledAt'>): UserRoles {
  return {
    user_id: user.id,
    is_admin: user.isAdmin,
    is_trusted: user.isTrusted,
    disabled: user.disabledAt !== null,
  };
}

/** A user in the list of all, but for their devices. */
export function toUserInfo(user: ListedUser): Omit<UserInfo, 'devices' | 'last_seen'> {
  return {
    id: user.id,
    is_admin: user.isAdmin,
    is_trusted: user.isTrusted,
    disabled: user.disabledAt !== null,
    reserved: user.passwordHash === null,
    created_at: user.createdAt.toISOString(),
  };
}

/** The profile of a user who has set one. */
export function toProfile(user: ProfiledUser): Profile {
  return { user_id: user.id, name_enc: user.profileNameEnc, updated_at: user.profileUpdatedAt.toISOString() };
}

export type ProfiledUser = Pick<UserEntity, 'id'> & { profileNameEnc: string; profileUpdatedAt: Date };

export type ListedUser = Pick<UserEntity, 'id' | 'isAdmin' | 'isTrusted' | 'disabledAt' | 'passwordHash' | 'createdAt'>;
