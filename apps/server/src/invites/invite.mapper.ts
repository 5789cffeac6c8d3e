import type { InviteInfo } from '@app/contract';
import type { InviteEntity } from './invite.entity.js';

/** An invite as it is listed: without its token, which the server does not keep. */
export function toInviteInfo(invite: InviteEntity): InviteInfo {
  return {
    id: invite.id,
    created_at: invite.createdAt.toISOString(),
    expires_at: invite.expiresAt.toISOString(),
    used_at: invite.usedAt?.toISOString() ?? null,
    user_id: invite.userId,
    reset_user_id: invite.resetUserId,
    created_by: invite.createdBy,
  };
}
