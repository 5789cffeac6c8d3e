import type { Row } from '../../core/database/tables.js';
import { hashToken, newId } from '../../core/security/tokens.js';
import { type Context, wasTaken } from './context.js';
import type { GoInvite } from './go-rows.js';
import type { Tally } from './report.js';
import { isId, Mender } from './rules.js';

/** Stores open invites. What dialtone-go calls an id is the token, of which only the hash is kept here. */
export async function takeInvites(context: Context, invites: readonly GoInvite[], tally: Tally): Promise<void> {
  const found = await context.target.find('invites', ['tokenHash'], {
    tokenHash: invites.map(({ id }) => hashToken(id)),
  });
  const there = new Set(found.map(({ tokenHash }) => tokenHash as string));
  const rows: Row[] = [];
  for (const { id, created_at, expires_at, is_used, is_expired } of invites) {
    const mender = new Mender();
    const [createdAt, expiresAt] = [mender.time(created_at), mender.time(expires_at)];
    const tokenHash = hashToken(id);
    if (is_used) tally.refuse('used');
    else if (is_expired) tally.refuse('expired');
    else if (!isId(id)) tally.refuse('invalid_id');
    else if (there.has(tokenHash)) tally.isThere();
    else if (wasTaken(context, createdAt)) tally.refuse('removed_here');
    else {
      const ofNobody = { userId: null, resetUserId: null, createdBy: null };
      rows.push({ id: newId(), tokenHash, createdAt, expiresAt, usedAt: null, ...ofNobody });
      tally.take(mender.rules);
    }
  }
  await context.target.insert({ table: 'invites', rows });
}
