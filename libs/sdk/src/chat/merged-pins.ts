import { pinOf, withPin } from './pins.js';
import type { KnownIdentity, TrustDocument } from './store.js';

/**
 * What this device knows, together with what another device of the same user does. Nothing that is known here gets less
 * sure: what was compared here stays, and where the two know different identities, the user is `changed`.
 */
export function mergedPins(own: TrustDocument | undefined, told: TrustDocument): TrustDocument {
  let merged: TrustDocument = own ?? { users: {} };
  for (const [userId, pin] of Object.entries(told.users)) {
    merged = withPin(merged, userId, mergedPin(pinOf(merged, userId), pin));
  }
  return merged;
}

function mergedPin(own: KnownIdentity | undefined, told: KnownIdentity): KnownIdentity {
  if (own === undefined) return told;
  if (own.identity_key !== told.identity_key) {
    // The other device was there first; what this one was told of may be the server's doing.
    const [kept, other] = own.is_verified ? [own, told] : [told, own];
    return { ...kept, changed_to: kept.changed_to ?? other.identity_key };
  }
  const changed_to = own.changed_to ?? told.changed_to;
  return {
    identity_key: own.identity_key,
    is_verified: own.is_verified || told.is_verified,
    generation: Math.max(own.generation, told.generation),
    ...(changed_to !== undefined && { changed_to }),
  };
}
