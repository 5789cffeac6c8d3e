import { isApiError } from '../core/errors.js';
import { generateSigningKeyPair, signingPublicKeyOf } from '../crypto/ed25519.js';
import { MOST_GENERATIONS } from './certificates.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import { ChatError } from './errors.js';
import type { DeviceToCertify, Identity } from './identity.js';
import type { Trust } from './trust.js';
import { oneAtATime } from './turns.js';

/** How often certificates are signed for a removal that other devices get ahead of. */
const MOST_TRIES = 4;

/** What {@link IdentityChanges} work with. */
export interface IdentityChangesOptions {
  readonly identity: Identity;
  readonly devices: Devices;
  readonly trust: Trust;
}

/**
 * What seldom happens to an identity: another one takes its place, or a device is removed. Each is stored before it is
 * begun, so that `Identity.ensure` goes on with it at the next start.
 */
export class IdentityChanges {
  readonly #context: ChatContext;
  readonly #identity: Identity;
  readonly #devices: Devices;
  readonly #trust: Trust;

  constructor(context: ChatContext, { identity, devices, trust }: IdentityChangesOptions) {
    this.#context = context;
    this.#identity = identity;
    this.#devices = devices;
    this.#trust = trust;
  }

  /** Gives the user a new identity, which has signed only this device. */
  async reset(): Promise<void> {
    const { privateKey } = await generateSigningKeyPair();
    const replaced_identity_key = this.#named;
    await this.#identity.change(({ replaced_identity_key: _before, new_identity_key = privateKey, ...document }) => ({
      ...document,
      new_identity_key,
      ...(replaced_identity_key !== undefined && { replaced_identity_key }),
    }));
    await this.finishReset();
  }

  /** Removes a device of this user, and certifies the others anew, so that nobody can list it again. */
  async remove(deviceId: string): Promise<void> {
    const { user_id, device_id } = sessionOf(this.#context);
    if (deviceId === device_id) throw new ChatError('this_device', 'a device cannot remove itself: log out instead');
    await this.#devices.refresh();
    if (this.#identity.isLinked && this.#devices.find(deviceId)?.user_id === user_id) {
      await this.#identity.change((document) => ({ ...document, removing: [...(document.removing ?? []), deviceId] }));
      await this.finishRemovals();
    } else {
      await this.#context.client.devices.remove({ device_id: deviceId });
      await this.#devices.refresh();
    }
  }

  /**
   * Goes on with a new identity that was begun. Throws ChatError `identity_changed` when another device has made one
   * meanwhile, which is to stay.
   */
  async finishReset(): Promise<void> {
    const isDone = await this.#devices.between(async () => {
      await this.#identity.change((document) => document); // another session of this store may have finished it
      const { new_identity_key: identityKey, replaced_identity_key: replaced } = this.#identity.document ?? {};
      if (identityKey === undefined) return true;
      const publicKey = await signingPublicKeyOf(identityKey);
      const isFree = replaced === undefined || [replaced, publicKey].includes(this.#named ?? replaced);
      const isTaken = isFree && (await this.#postReset(identityKey));
      if (isTaken) await this.#trust.pinOwn(publicKey);
      await this.#identity.change(({ new_identity_key: _new, replaced_identity_key: _replaced, ...document }) => ({
        ...document,
        ...(isTaken && { identity_key: identityKey }),
      }));
      return isTaken;
    });
    await this.#devices.refresh();
    if (!isDone || this.#isChanged)
      throw new ChatError(
        'identity_changed',
        'the new identity does not count: the server names another one than when it was begun',
      );
  }

  /** Resolves with whether the server takes the identity. */
  async #postReset(identityKey: string): Promise<boolean> {
    try {
      await this.#identity.post([await this.#identity.thisDevice()], 1, { identityKey, isReset: true });
      return true;
    } catch (error) {
      if (!isApiError(error, 'identity_mismatch')) throw error;
      return false;
    }
  }

  /** Goes on with removals that were begun. Throws ChatError `reset_needed` when no more generations are left. */
  readonly finishRemovals = oneAtATime(() => this.#finishRemovals());

  async #finishRemovals(): Promise<void> {
    const removing = this.#identity.document?.removing ?? [];
    if (removing.length === 0) return;
    const { client, signal } = this.#context;
    for (const device_id of removing) {
      await client.devices.remove({ device_id }, { signal }).catch((error: unknown) => {
        if (!isApiError(error, 'device_not_found')) throw error;
      });
    }
    const generation = await this.#leaveOut(removing);
    await this.#devices.refresh();
    const identityKey = this.#identity.document?.identity_key;
    // Also if the server shows the list from before.
    if (identityKey !== undefined && generation !== undefined)
      await this.#trust.pinOwn(await signingPublicKeyOf(identityKey), generation);
    await this.#dropRemovals(removing);
  }

  /**
   * Certifies the user's other devices with a generation that none has had, and resolves with it; with undefined, if the
   * server has another identity by now, for which this device cannot sign.
   */
  async #leaveOut(removing: readonly string[]): Promise<number | undefined> {
    let generation = 0;
    for (let tries = 1; ; tries += 1) {
      generation = Math.max(generation, this.#identity.generation) + 1;
      if (generation > MOST_GENERATIONS) {
        await this.#dropRemovals(removing);
        await this.#devices.refresh();
        throw new ChatError('reset_needed', 'the device is gone, but may be listed again: make a new identity');
      }
      try {
        await this.#identity.post([await this.#identity.thisDevice(), ...this.#rest(removing)], generation);
        return generation;
      } catch (error) {
        const isLate = isApiError(error, 'certificate_outdated') && tries < MOST_TRIES;
        if (!isLate && !isApiError(error, 'identity_mismatch')) throw error;
        await this.#devices.refresh();
        if (isLate) continue; // another device has removed one since
        if (!this.#isChanged) throw error;
        return undefined;
      }
    }
  }

  /** The user's other devices that are certified, without those that are being removed. */
  #rest(removing: readonly string[]): DeviceToCertify[] {
    const { user_id, device_id } = sessionOf(this.#context);
    return this.#devices.registered.flatMap((device): DeviceToCertify[] => {
      const { device_id: deviceId, public_key: publicKey } = device;
      const certificate = this.#trust.certificateOf(deviceId);
      if (device.user_id !== user_id || [...removing, device_id].includes(deviceId) || certificate === undefined)
        return [];
      return [{ deviceId, publicKey, signingKey: certificate.signing_key, capabilities: certificate.capabilities }];
    });
  }

  async #dropRemovals(done: readonly string[]): Promise<void> {
    await this.#identity.change(({ removing = [], ...document }) => {
      const left = removing.filter((id) => !done.includes(id));
      return { ...document, ...(left.length > 0 && { removing: left }) };
    });
  }

  get #isChanged(): boolean {
    return this.#trust.stateOf(sessionOf(this.#context).user_id) === 'changed';
  }

  /** The identity that the server names for the user. */
  get #named(): string | undefined {
    const known = this.#trust.identityOf(sessionOf(this.#context).user_id);
    return known?.changed_to ?? known?.identity_key;
  }
}
