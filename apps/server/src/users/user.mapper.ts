import type { Profile, User } from '@app/contract';
import type { UserEntity } from './user.entity.js';

export function toUser(user: UserEntity, username: string): User {
  return { id: user.id, username, created_at: user.createdAt.toISOString() };
}

/** The profile of a user who has set one. */
export function toProfile(user: ProfiledUser): Profile {
  return { user_id: user.id, name_enc: user.profileNameEnc, updated_at: user.profileUpdatedAt.toISOString() };
}

export type ProfiledUser = Pick<UserEntity, 'id'> & { profileNameEnc: string; profileUpdatedAt: Date };
