import { isApiError } from '../core/errors.js';
import { fingerprint } from '../crypto/index.js';
import { isLinkMac, linkKeys, sealLinkAnswer, type LinkingDevice, type LinkKeys } from '../crypto/link.js';
import { maxBytes } from '../generated/limits.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import { ChatError } from './errors.js';
import type { Identity } from './identity.js';
import { readLinkCode } from './link-codes.js';
import { readRequest, writeAnswer, writeHandedOver, type HandedOver } from './link-data.js';
import type { LinkRequests } from './link-requests.js';
import { ownIdentityKey } from './own-identity.js';
import type { Trust } from './trust.js';

/** After so many wrong codes a request is refused. */
const MOST_WRONG_CODES = 5;

/** How many requests a typed code is tried on, each of which takes a moment (scrypt): the server may list any number. */
const MOST_TRIED = 5;

/** How many devices are asked about until so many requests are found. */
const MOST_ASKED = 20;

/** What fits into an answer: base64 makes 4 bytes of 3, and the keys, the ids and the words around them need some. */
const MOST_HANDED_OVER_BYTES = Math.floor((maxBytes.LinkAnswer - 512) / 4) * 3;

/** What a {@link LinkApprover} works with. */
export interface LinkApproverOptions {
  readonly devices: Devices;
  readonly identity: Identity;
  readonly trust: Trust;
  readonly requests: LinkRequests;
  /** What a linked device is told besides the identity. */
  readonly handOver: () => HandedOver;
}

/** A request that waits for an answer. */
interface OpenRequest {
  readonly device: LinkingDevice;
  readonly mac: string;
  /** As it was posted. */
  readonly text: string;
  /** Its device and text: another request of the device is another one, and so is one that the server has copied. */
  readonly name: string;
}

/** The old device's side of linking. */
export class LinkApprover {
  readonly #context: ChatContext;
  readonly #options: LinkApproverOptions;
  /** By request, how many codes were wrong. */
  readonly #tries = new Map<string, number>();

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
    const { devices, requests } = this.#options;
    await devices.refresh();
    const identityPrivateKey = await ownIdentityKey(this.#context, this.#options);
    const asking = requests.unsigned.filter((id) => deviceId === undefined || deviceId === id);
    const open: OpenRequest[] = [];
    let isSpent = false;
    for (let asked = 0; asked < MOST_ASKED && open.length < MOST_TRIED && asking.length > 0; asked += 1) {
      const request = await this.#requestOf(asking.pop() ?? ''); // the newest first
      if (request === undefined) continue;
      isSpent = (this.#tries.get(request.name) ?? 0) >= MOST_WRONG_CODES;
      if (!isSpent) open.push(request);
    }
    for (const { device, mac, text } of open) {
      const keys = await linkKeys(digits, device.userId, device.deviceId);
      if (await isLinkMac(keys, device, mac)) {
        await this.#answer(keys, device, identityPrivateKey);
        requests.close(text);
        return device.deviceId;
      }
    }
    for (const { name } of open) this.#tries.set(name, (this.#tries.get(name) ?? 0) + 1);
    if (asking.length > 0)
      throw new ChatError(
        'too_many_unsigned',
        'none of the newest devices shows this code: scan the QR text, or remove unknown devices',
      );
    if (open.length > 0)
      throw new ChatError('wrong_code', 'the code is wrong, or the server shows other keys than the new device has');
    if (isSpent) throw new ChatError('too_many_codes', 'too many codes were wrong: let the new device ask anew');
    throw new ChatError('no_link_request', 'no new device of yours asks to be linked');
  }

  /** Certifies a device that cannot ask, after its fingerprint was typed here. */
  async signDevice(deviceId: string, typed: string): Promise<void> {
    const { devices, identity, trust } = this.#options;
    await devices.refresh();
    await ownIdentityKey(this.#context, this.#options);
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

  /** The device's request, with the keys that the server shows; undefined when there is none to be answered. */
  async #requestOf(deviceId: string): Promise<OpenRequest | undefined> {
    const { devices, requests } = this.#options;
    const text = await requests.find(deviceId);
    const posted = text === undefined ? undefined : readRequest(text);
    const publicKey = devices.find(deviceId)?.public_key;
    if (text === undefined || posted === undefined || publicKey === undefined) return undefined;
    const { user_id: userId } = sessionOf(this.#context);
    const { signing_key: signingKey, capabilities, mac } = posted;
    return {
      text,
      mac,
      name: `${deviceId} ${text}`,
      device: { userId, deviceId, publicKey, signingKey, capabilities },
    };
  }
}
