import type { Row } from '../../core/database/tables.js';
import { type Context, idsIn, wasTaken } from './context.js';
import type { GoDevice, GoProfile, GoUser } from './go-rows.js';
import type { Tally } from './report.js';
import { isBcrypt, isEncryptedName, isId, isNameHash, isPublicKey, Mender, type RefusalRule } from './rules.js';

/** The one row that says that the first admin is chosen: from then on nobody becomes admin by registering. */
const FIRST_ADMIN = 1;

/** Stores users. Returns how many of them are admins who can log in. */
export async function takeUsers(context: Context, users: readonly GoUser[], tally: Tally): Promise<number> {
  const { target, left } = context;
  const there = await idsIn(context, 'users', users);
  const owners = await target.find('users', ['id', 'usernameHash'], {
    usernameHash: users.map(({ username_hash }) => username_hash),
  });
  const ownerOf = new Map(owners.map(({ id, usernameHash }) => [usernameHash as string, id as string]));
  const problemOf = ({ id, username_hash }: GoUser): RefusalRule | null => {
    if (!isId(id)) return 'invalid_id';
    if (!isNameHash(username_hash)) return 'invalid_name_hash';
    return (ownerOf.get(username_hash) ?? id) === id ? null : 'name_taken';
  };
  const rows: Row[] = [];
  let admins = 0;
  for (const user of users) {
    if (there.has(user.id)) {
      tally.isThere();
      if (user.is_admin && user.password_hash !== null) admins += 1;
      continue;
    }
    const problem = problemOf(user);
    if (problem !== null) {
      tally.refuse(problem);
      left.users.add(user.id);
      continue;
    }
    const mender = new Mender();
    const row = toUser(user, mender);
    if (row.isAdmin && row.passwordHash !== null) admins += 1;
    tally.take(mender.rules);
    rows.push(row);
  }
  const needsFirst = rows.length > 0 && (await target.count('first_admin')) === 0;
  const first = needsFirst ? [{ id: FIRST_ADMIN, userId: rows[0].id }] : [];
  await target.insert({ table: 'users', rows }, { table: 'first_admin', rows: first });
  return admins;
}

function toUser(user: GoUser, mender: Mender) {
  const { id, username_hash, password_hash, is_admin, is_trusted } = user;
  const isBroken = password_hash !== null && !isBcrypt(password_hash);
  const rights = { passwordHash: password_hash, isAdmin: is_admin, isTrusted: is_trusted };
  const none = { passwordHash: null, isAdmin: false, isTrusted: false };
  return {
    id,
    usernameHash: username_hash,
    ...(isBroken ? mender.mended('no_password', none) : rights),
    disabledAt: null,
    profileNameEnc: null,
    profileUpdatedAt: null,
    createdAt: mender.time(user.created_at),
  };
}

/** Stores the profiles of users who have none. */
export async function takeProfiles({ target, left }: Context, profiles: readonly GoProfile[], tally: Tally) {
  const found = await target.find('users', ['id', 'profileUpdatedAt'], { id: profiles.map(({ user_id }) => user_id) });
  const have = new Set(found.filter(({ profileUpdatedAt }) => profileUpdatedAt !== null).map(({ id }) => id as string));
  const rows: Row[] = [];
  for (const { user_id, name_enc, updated_at } of profiles) {
    if (left.users.has(user_id)) tally.refuse('without_owner');
    else if (!isEncryptedName(name_enc)) tally.refuse('invalid_text');
    else if (have.has(user_id)) tally.isThere();
    else {
      const mender = new Mender();
      rows.push({ id: user_id, profileNameEnc: name_enc, profileUpdatedAt: mender.time(updated_at) });
      tally.take(mender.rules);
    }
  }
  await target.update({ table: 'users', rows });
}

/** Stores devices: of those of one user with one key the oldest. */
export async function takeDevices(context: Context, devices: readonly GoDevice[], tally: Tally): Promise<void> {
  const { target, left } = context;
  const there = await idsIn(context, 'devices', devices);
  const known = await target.find('devices', ['id', 'userId', 'publicKey'], {
    userId: [...new Set(devices.map(({ user_id }) => user_id))],
    publicKey: devices.map(({ public_key }) => public_key),
  });
  const idOf = new Map(known.map(({ id, userId, publicKey }) => [`${userId} ${publicKey}`, id as string]));
  const rows: Row[] = [];
  for (const device of devices) {
    const { id, user_id, public_key, kept_id, seen_at } = device;
    const mender = new Mender();
    const createdAt = mender.time(device.created_at);
    const problem = problemOfDevice(device, left.users);
    if (problem === 'duplicate') {
      tally.refuse(problem); // its envelopes are those of the one that is kept
    } else if (problem !== null) {
      leave(problem);
    } else if (there.has(id)) {
      tally.isThere();
    } else if (idOf.has(`${user_id} ${public_key}`)) {
      leave('known_device');
    } else if (wasTaken(context, createdAt)) {
      leave('removed_here');
    } else {
      const lastSeenAt = seen_at === null ? null : mender.time(seen_at);
      rows.push({ id, userId: user_id, publicKey: public_key, createdAt, lastSeenAt });
      tally.take(mender.rules);
    }
    function leave(rule: RefusalRule): void {
      tally.refuse(rule);
      left.devices.add(kept_id);
    }
  }
  await target.insert({ table: 'devices', rows });
}

function problemOfDevice({ id, user_id, public_key, kept_id }: GoDevice, leftUsers: Set<string>): RefusalRule | null {
  if (leftUsers.has(user_id)) return 'without_owner';
  if (!isPublicKey(public_key)) return 'invalid_key';
  if (kept_id !== id) return 'duplicate';
  return isId(id) ? null : 'invalid_id';
}
