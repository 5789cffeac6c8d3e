import { sessionOf } from './context.js';
import { ChatError } from './errors.js';
import type { LinkRequest } from './link-request.js';
import type { SessionParts } from './parts.js';

type Parts = Pick<SessionParts, 'context' | 'identity' | 'trust' | 'loadLinkRequester' | 'loadLinkApprover'>;

/**
 * Makes a new device one of the user's own: an old one, which has the user's identity, hands it over. Both are in front
 * of the user, who carries a code from the new one to the old one; the server sees nothing that it could use, and what it
 * changes is noticed. It is `chat.linking`.
 */
export class ChatLinking {
  readonly #parts: Parts;

  /** Made by `ChatSession`. */
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Is this device linked: does it have the user's identity? The first device of a user makes one, and is. */
  get isLinked(): boolean {
    const { context, identity, trust } = this.#parts;
    return identity.isLinked && !trust.isOutdated(sessionOf(context).device_id);
  }

  /**
   * On the new device: makes a code and asks the user's other devices (`requestDeviceLink`). Show `code` or `qrText`, to
   * be taken there with {@link approve} within 10 minutes; `done` resolves when this device is linked. One more request
   * takes the place of this one. Rejects with a ChatError `already_linked`, and as a call does.
   */
  async request(): Promise<LinkRequest> {
    if (this.isLinked) throw new ChatError('already_linked', 'this device is linked already');
    return (await this.#parts.loadLinkRequester()).request();
  }

  /**
   * On an old device: takes the code that the new one shows, digits or scanned text, and hands over the identity, what is
   * known of others' identities, and nothing else (`answerDeviceLink`); the keys follow. Resolves with the new device's
   * id. A code serves once. Rejects with a ChatError: `invalid_code` for what is no code, `not_linked` when this device
   * has no identity itself, `identity_changed` while the server names another one for this user, `no_link_request` when no
   * device asks, `wrong_code`, `too_many_codes` after five wrong ones, until the new device asks anew, `too_many_unsigned`
   * when the code is none of the newest devices' and there are more than it is tried on (a scanned text names its device),
   * or `link_expired`; and as a call does. Nothing has happened then.
   */
  async approve(codeOrQrText: string): Promise<string> {
    return (await this.#parts.loadLinkApprover()).approve(codeOrQrText);
  }

  /**
   * On an old device: lets a device of this user that cannot ask to be linked, such as one with another client, have the
   * keys (`putDeviceCertificates`). `typed` is the fingerprint of that device's key, as the device itself shows it and the
   * user types it: `fingerprint(userId, [publicKey])`. Rejects with a ChatError `not_linked`, `identity_changed`,
   * `unknown_device` or `not_matching`, and as a call does.
   */
  async signDevice(deviceId: string, typed: string): Promise<void> {
    return (await this.#parts.loadLinkApprover()).signDevice(deviceId, typed);
  }
}
