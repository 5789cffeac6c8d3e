// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { DialtoneError } from './dialtone-error.js';

/** A certificate, as far as it decides on what may be stored next to it. */
export interface Certified {
  readonly device_id: string;
  readonly identity_key: string;
  readonly generation: number;
}

/**
 * Decides whether a user's devices may get new certificates: all of a user are of one identity, and none is of a lower
 * generation than another of the same identity. Several at once are those that are left after a removal: where one of them
 * has a certificate of that generation already, another device has removed something at the same time, and may have
 * certified what this one leaves out.
 *
 * @param added the new ones, at least one; each takes the place of the device's own
 * @param stored those that the user's devices have
 * @param isReset whether they may be of another identity than those of the user's other devices
 * @returns the devices whose certificates have to go
 * @throws {DialtoneError} `identity_mismatch`, `certificate_outdated`, or `invalid_request` for a device that is named twice
 */
export function replacedBy(added: readonly Certified[], stored: readonly Certified[], isReset: boolean): string[] {
  const named = new Set(added.map(({ device_id }) => device_id));
  if (named.size < added.length) throw new DialtoneError('invalid_request', 'certificates names a device twice');
  const identities = new Set(added.map(({ identity_key }) => identity_key));
  const foreign = stored.filter((one) => !identities.has(one.identity_key) && !named.has(one.device_id));
  if (identities.size > 1 || (foreign.length > 0 && !isReset)) throw new DialtoneError('identity_mismatch');
  const ofIdentity = [...added, ...stored.filter(({ identity_key }) => identities.has(identity_key))];
  const latest = Math.max(...ofIdentity.map(({ generation }) => generation));
  const isRepeated = ofIdentity
    .slice(added.length)
    .some((one) => named.has(one.device_id) && one.generation === latest);
  if (added.some(({ generation }) => generation < latest) || (added.length > 1 && isRepeated))
    throw new DialtoneError('certificate_outdated');
  return foreign.map(({ device_id }) => device_id);
}
