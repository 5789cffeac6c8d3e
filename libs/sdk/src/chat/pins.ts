import type { CertifiedDevice } from './certificates.js';
import type { KnownIdentity, TrustDocument } from './store.js';

/**
 * What a device knows of a user's identity: `none`, they never had one; `unverified`, the one that was seen first;
 * `verified`, people have compared it; `changed`, the server has named another one since, which nobody has accepted.
 */
export type TrustState = 'none' | 'unverified' | 'verified' | 'changed';

/** This user, and the public key of their identity where its private key is on this device. */
export interface OwnIdentity {
  readonly userId: string;
  readonly identityKey: string | undefined;
}

/** What is known of the user's identity. */
export function pinOf(document: TrustDocument | undefined, userId: string): KnownIdentity | undefined {
  const users = document?.users ?? {};
  return Object.hasOwn(users, userId) ? users[userId] : undefined; // the server chooses the ids
}

/** The state that such knowledge amounts to. */
export function stateOfPin(pin: KnownIdentity | undefined): TrustState {
  if (pin === undefined) return 'none';
  if (pin.changed_to !== undefined) return 'changed';
  return pin.is_verified ? 'verified' : 'unverified';
}

/** The document with another pin of the user. */
export function withPin(document: TrustDocument | undefined, userId: string, pin: KnownIdentity): TrustDocument {
  const users = new Map(Object.entries(document?.users ?? {})).set(userId, pin);
  return { ...document, users: Object.fromEntries(users) };
}

/**
 * What is known after the server has listed these devices, whose certificates are valid. The document itself when
 * nothing is new. Who is no longer listed with an identity keeps the one from before: there is no way back to none.
 */
export function pinsAfter(
  document: TrustDocument | undefined,
  certified: readonly CertifiedDevice[],
  own: OwnIdentity,
): TrustDocument | undefined {
  const users = new Map(Object.entries(document?.users ?? {}));
  const byUser = new Map<string, CertifiedDevice[]>();
  for (const device of certified) {
    const others = byUser.get(device.userId);
    if (others === undefined) byUser.set(device.userId, [device]);
    else others.push(device);
  }
  let { inviter } = document ?? {};
  let isNew = false;
  for (const [userId, devices] of byUser) {
    const before = users.get(userId);
    let pin = userId === own.userId ? ownPinAfter(before, devices, own) : pinAfter(before, devices);
    if (inviter !== undefined && pin.identity_key === inviter && pin.changed_to === undefined) {
      pin = { ...pin, is_verified: true };
      inviter = undefined;
    }
    if (before !== undefined && isSame(before, pin)) continue;
    users.set(userId, pin);
    isNew = true;
  }
  return isNew ? { users: Object.fromEntries(users), ...(inviter !== undefined && { inviter }) } : document;
}

/** The first identity that is seen is kept. Another one in its place makes it `changed`, until somebody accepts that. */
function pinAfter(before: KnownIdentity | undefined, devices: readonly CertifiedDevice[]): KnownIdentity {
  const named = devices.map(({ certificate }) => certificate.identity_key);
  const [first = ''] = named;
  const pin = before ?? { identity_key: first, is_verified: false, generation: 0 };
  const { identity_key, is_verified } = pin;
  const generation = latestOf(pin, devices);
  const claimed = named.includes(identity_key) ? identity_key : first;
  const isUnchanged = pin.changed_to === undefined && claimed === identity_key;
  return { identity_key, is_verified, generation, ...(!isUnchanged && { changed_to: claimed }) };
}

/** The identity whose private key is here counts, whatever the server says. */
function ownPinAfter(
  before: KnownIdentity | undefined,
  devices: readonly CertifiedDevice[],
  { identityKey }: OwnIdentity,
): KnownIdentity {
  const named = devices.map(({ certificate }) => certificate.identity_key);
  const isNamed = identityKey !== undefined && named.includes(identityKey);
  if (identityKey === undefined || (before?.identity_key !== identityKey && !isNamed)) return pinAfter(before, devices);
  const pin =
    before?.identity_key === identityKey ? before : { identity_key: identityKey, is_verified: true, generation: 0 };
  const generation = latestOf(pin, devices);
  return { identity_key: identityKey, is_verified: true, generation, ...(!isNamed && { changed_to: named[0] }) };
}

function latestOf({ identity_key, generation }: KnownIdentity, devices: readonly CertifiedDevice[]): number {
  return devices
    .filter(({ certificate }) => certificate.identity_key === identity_key)
    .reduce((latest, { certificate }) => Math.max(latest, certificate.generation), generation);
}

function isSame(a: KnownIdentity, b: KnownIdentity): boolean {
  return (
    a.identity_key === b.identity_key &&
    a.is_verified === b.is_verified &&
    a.generation === b.generation &&
    a.changed_to === b.changed_to
  );
}
