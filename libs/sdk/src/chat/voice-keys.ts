import type { VoiceDevice } from '../voice/events.js';
import type { VoiceDeviceKey, VoiceKeys } from '../voice/proofs.js';
import type { ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { Policy } from './policy.js';
import type { Trust } from './trust.js';

/** The capability, in a device's certificate, of proving every offer and answer in voice rooms. */
const PROVES = 'voice-proofs';

interface Parts {
  readonly devices: Devices;
  readonly trust: Trust;
  readonly policy: Policy;
}

/** What a session knows of the devices in a call: their keys as they were first seen, and whether they are signed. */
export class ChatVoiceKeys implements VoiceKeys {
  readonly #context: ChatContext;
  readonly #parts: Parts;

  constructor(context: ChatContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  get privateKey(): string {
    return this.#context.vault.get('device_key')?.private_key ?? '';
  }

  async deviceOf({ user, device: deviceId }: VoiceDevice): Promise<VoiceDeviceKey | undefined> {
    const { devices, trust } = this.#parts;
    const known = this.#find(deviceId);
    if (known !== undefined && known.isRefused !== true) return known;
    await this.#refresh(); // it may be newer than the list, or have been signed since
    const found = this.#find(deviceId);
    if (found !== undefined) return found;
    // The server may hide its certificate, or name another key than before.
    const isSeen = devices.known.some(({ device_id }) => device_id === deviceId);
    if (!isSeen && trust.stateOf(user) === 'none') return undefined;
    return { userId: user, deviceId, publicKey: '', needsProof: true, isRefused: true };
  }

  async devicesOf(userId: string): Promise<readonly VoiceDeviceKey[]> {
    await this.#refresh();
    const ids = this.#parts.devices.registered.filter(({ user_id }) => user_id === userId);
    return ids.flatMap(({ device_id }) => this.#find(device_id) ?? []).filter(({ isRefused }) => isRefused !== true);
  }

  #find(id: string): VoiceDeviceKey | undefined {
    const { devices, trust, policy } = this.#parts;
    const device = devices.find(id);
    if (device === undefined) return undefined;
    const { user_id: userId, device_id: deviceId, public_key: publicKey } = device;
    const needsProof = trust.certificateOf(id)?.capabilities.includes(PROVES) ?? false;
    return { userId, deviceId, publicKey, needsProof, isRefused: !policy.mayAcceptFrom(device) };
  }

  /** Without an answer, what is known has to do. */
  async #refresh(): Promise<void> {
    await this.#parts.devices.refresh().catch(() => undefined);
  }
}
