import type { Device, Session, SessionInfo } from '@app/contract';
import type { Account } from '../users/users.service.js';
import type { SessionEntity } from './session.entity.js';

/** A session just made: the only moment when its token is known. */
export interface NewSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What register and login answer with; the only place where the token leaves. */
export function toSession(session: NewSession, account: Account, device: Device): Session {
  return {
    token: session.token,
    user_id: account.id,
    device_id: device.id,
    expires_at: session.expiresAt.toISOString(),
    username: account.username,
    device_public_key: device.public_key,
    is_admin: account.isAdmin,
    is_trusted: account.isTrusted,
  };
}

export function toSessionInfo(session: SessionEntity, currentId: string): SessionInfo {
  return {
    id: session.id,
    device_id: session.deviceId,
    created_at: session.createdAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    is_current: session.id === currentId,
  };
}
