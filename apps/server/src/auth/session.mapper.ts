import type { Device, Session, SessionInfo } from '@app/contract';
import type { Account } from '../users/users.service.js';
import type { SessionEntity } from './session.entity.js';

/** A session that was just created: its token is known now and never again. */
export interface NewSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The answer to register and login, the only ones that contain the token. */
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

export function toSessionInfo(session: SessionEntity, currentId: string | null): SessionInfo {
  return {
    id: session.id,
    device_id: session.deviceId,
    created_at: session.createdAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    is_current: session.id === currentId,
  };
}
