import { isApiError } from '../core/errors.js';
import { Recent } from '../core/recent.js';
import { fingerprint } from '../crypto/index.js';
import { isLinkMac, linkKeys, sealLinkAnswer, type LinkingDevice, type LinkKeys } from '../crypto/link.js';
import { maxBytes } from '../generated/limits.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import { ChatError } from './errors.js';
import type { Identity } from './identity.js';
import { readLinkCode } from './link-codes.js';
import { readRequest, writeAnswer, writeHandedOver, type HandedOver } from './link-data.js';
import type { Trust } from './trust.js';

/** After so many wrong codes a request is refused. */
const MOST_WRONG_CODES = 5;

/** How many requests are remembered, so that the app is told of each once. */
const MOST_ANNOUNCED = 1_000;

/** What fits into an answer: base64 makes 4 bytes of 3, and the keys, the ids and the words around them need some. */
const MOST_HANDED_OVER_BYTES = Math.floor((maxBytes.LinkAnswer - 512) / 4) * 3;

/** What a {@link LinkApprover} works with. */
export interface LinkApproverOptions {
  readonly devices: Devices;
  readonly identity: Identity;
  readonly trust: Trust;
  /** What a linked device is told besides the identity. */
  readonly handOver: () => HandedOver;
}

/** A request that waits for an answer. */
interface OpenRequest {
  readonly device: LinkingDevice;
  readonly mac: string;
  /** As it was posted: another request of the device is another text. */
  readonly text: string;
}

/** The old device's side of linking. */
export class LinkApprover {
  readonly #context: ChatContext;
  readonly #options: LinkApproverOptions;
  /** By request, how many codes were wrong; `Infinity` for one that was answered. */
  readonly #tries = new Map<string, number>();
  /** The requests that the app was told of. */
  readonly #announced = new Recent(MOST_ANNOUNCED);
  /** The ids of the devices that `announce` has looked for, since this one connected. */
  readonly #lookedAt = new Set<string>();

  constructor(context: ChatContext, options: LinkApproverOptions) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * Hands the identity to the device that shows this code. The answer is all that this device does, and the new one
   * certifies itself with what is in it: whatever breaks off in between, either the new device has everything, or nothing
   * has happened. If this device certified first and broke off, others would give keys to a device that knows nothing.
   */
  async approve(code: string): Promise<string> {
    const { digits, deviceId } = readLinkCode(code);
    const identityPrivateKey = this.#context.vault.get('identity')?.identity_key;
    if (identityPrivateKey === undefined) throw notLinked();
    await this.#options.devices.refresh();
    const requests: OpenRequest[] = [];
    for (const id of this.#unsigned.filter((candidate) => deviceId === undefined || deviceId === candidate)) {
      const request = await this.#requestOf(id);
      if (request !== undefined) requests.push(request);
    }
    if (requests.length === 0) throw new ChatError('no_link_request', 'no new device of yours asks to be linked');
    const allowed = requests.filter(({ text }) => (this.#tries.get(text) ?? 0) < MOST_WRONG_CODES);
    if (allowed.length === 0)
      throw new ChatError('too_many_codes', 'too many codes were wrong: let the new device ask anew');
    for (const { device, mac, text } of allowed) {
      const keys = await linkKeys(digits, device.userId, device.deviceId);
      if (await isLinkMac(keys, device, mac)) {
        await this.#answer(keys, device, identityPrivateKey);
        this.#tries.set(text, Infinity);
        return device.deviceId;
      }
    }
    for (const { text } of allowed) this.#tries.set(text, (this.#tries.get(text) ?? 0) + 1);
    throw new ChatError('wrong_code', 'the code is wrong, or the server shows other keys than the new device has');
  }

  /** Certifies a device that cannot ask, after its fingerprint was typed here. */
  async signDevice(deviceId: string, typed: string): Promise<void> {
    const { devices, identity, trust } = this.#options;
    if (!identity.isLinked) throw notLinked();
    await devices.refresh();
    const { user_id } = sessionOf(this.#context);
    const device = devices.find(deviceId);
    if (device?.user_id !== user_id) throw new ChatError('unknown_device', 'you have no such device');
    const digits = await fingerprint(user_id, [device.public_key]);
    if (typed.replace(/\s/g, '') !== digits.replace(/\s/g, ''))
      throw new ChatError(
        'not_matching',
        'this is not the fingerprint of the key that the server shows for the device',
      );
    if (trust.isSigned(deviceId)) return;
    await identity.certify([{ deviceId, publicKey: device.public_key, capabilities: [] }]);
  }

  /** Tells the app of a request of that device, or of those that were made before this device connected; each once. */
  async announce(deviceId?: string): Promise<void> {
    if (!this.#options.identity.isLinked) return;
    const { devices } = this.#options;
    if (deviceId !== undefined && devices.find(deviceId) === undefined) await devices.refresh();
    const candidates = this.#unsigned.filter((id) =>
      deviceId === undefined ? !this.#lookedAt.has(id) : id === deviceId,
    );
    for (const id of candidates) {
      const request = await this.#requestOf(id);
      this.#lookedAt.add(id);
      if (request === undefined || !this.#announced.add(request.text)) continue;
      this.#context.emitter.emit('link-requested', { deviceId: id });
    }
  }

  /** Looks for requests of all devices with the next `announce`, since some may have been made without this one. */
  lookAgain(): void {
    this.#lookedAt.clear();
  }

  async #answer(keys: LinkKeys, device: LinkingDevice, identityPrivateKey: string): Promise<void> {
    const { client, signal } = this.#context;
    const answeringDeviceId = sessionOf(this.#context).device_id;
    const rest = writeHandedOver(this.#options.handOver(), MOST_HANDED_OVER_BYTES);
    const answer = writeAnswer(await sealLinkAnswer(keys, device, { answeringDeviceId, identityPrivateKey, rest }));
    await client.devices.answerLink({ device_id: device.deviceId, answer }, { signal }).catch((error: unknown) => {
      if (!isApiError(error, 'link_not_found')) throw error;
      throw new ChatError('link_expired', 'the request was made too long ago: let the new device ask anew');
    });
  }

  /** The ids of this user's other devices that the identity has not signed. */
  get #unsigned(): string[] {
    const { devices, trust } = this.#options;
    const { user_id: userId, device_id: ownId } = sessionOf(this.#context);
    const others = devices.registered.filter(({ user_id, device_id }) => user_id === userId && device_id !== ownId);
    return others.map(({ device_id }) => device_id).filter((id) => !trust.isSigned(id));
  }

  /** The device's request, with the keys that the server shows; undefined when there is none to be answered. */
  async #requestOf(deviceId: string): Promise<OpenRequest | undefined> {
    const { client, signal } = this.#context;
    const { user_id: userId } = sessionOf(this.#context);
    try {
      const { request: text } = await client.devices.getLink({ device_id: deviceId }, { signal });
      const posted = readRequest(text);
      const publicKey = this.#options.devices.find(deviceId)?.public_key;
      if (posted === undefined || publicKey === undefined || this.#tries.get(text) === Infinity) return undefined;
      const { signing_key: signingKey, capabilities, mac } = posted;
      return { text, mac, device: { userId, deviceId, publicKey, signingKey, capabilities } };
    } catch (error) {
      if (isApiError(error, 'link_not_found')) return undefined;
      throw error;
    }
  }
}

function notLinked(): ChatError {
  return new ChatError('not_linked', 'this device does not have the identity itself: link it first');
}
