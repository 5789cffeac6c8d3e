import { AbortedError, isApiError } from '../core/errors.js';
import { wait } from '../core/wait.js';
import { signingPublicKeyOf } from '../crypto/ed25519.js';
import { getPublicKey } from '../crypto/index.js';
import {
  generateLinkCode,
  linkKeys,
  linkMac,
  openLinkAnswer,
  type LinkingDevice,
  type LinkKeys,
} from '../crypto/link.js';
import { isCryptoError } from '../crypto/errors.js';
import { limits } from '../generated/limits.js';
import type { DeviceLink } from '../generated/types.js';
import type { RealtimeClient } from '../realtime/realtime-client.js';
import { reportError, sessionOf, type ChatContext } from './context.js';
import { ChatError } from './errors.js';
import { CAPABILITIES, type Identity } from './identity.js';
import { linkQrText, showLinkCode } from './link-codes.js';
import { readAnswer, readHandedOver, writeRequest, type HandedOver } from './link-data.js';

/** How long to wait before the answer is asked for again after the server failed. */
const RETRY_MS = 5_000;

/** A request of this device to be linked. */
export interface LinkRequest {
  /** What to show for typing: five groups of four digits. */
  readonly code: string;
  /** What to show as a QR code. */
  readonly qrText: string;
  /**
   * Resolves when the device is linked. Rejects with a ChatError `link_expired` after 10 minutes or `wrong_answer` when
   * somebody else answered, with an AbortedError when the session closes or asks anew, and as the store does.
   */
  readonly done: Promise<void>;
}

/** What a {@link LinkRequester} works with. */
export interface LinkRequesterOptions {
  readonly identity: Identity;
  readonly realtime: RealtimeClient;
  /** Takes what the old device knows. It comes before the identity, so that a device is not linked without it. */
  readonly take: (handedOver: HandedOver) => Promise<void>;
  /** Called when this device was linked. */
  readonly onLinked: () => void;
}

/** The new device's side of linking. The code is only in memory: who starts again asks anew. */
export class LinkRequester {
  readonly #context: ChatContext;
  readonly #options: LinkRequesterOptions;
  #last = new AbortController();

  constructor(context: ChatContext, options: LinkRequesterOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Makes a code, and asks the user's other devices. A request from before is given up. Rejects as a call does. */
  async request(): Promise<LinkRequest> {
    const { client, signal } = this.#context;
    this.#last.abort(askedAnew());
    const over = (this.#last = new AbortController());
    const digits = generateLinkCode();
    const device = await this.#thisDevice();
    const keys = await linkKeys(digits, device.userId, device.deviceId);
    const { signingKey: signing_key, capabilities } = device;
    const request = writeRequest({ signing_key, capabilities, mac: await linkMac(keys, device) });
    await client.devices.requestLink({ request }, { signal });
    const done = this.#wait(keys, device, request, over);
    done.catch(() => undefined); // an app may show the code and wait for nothing
    return { code: showLinkCode(digits), qrText: linkQrText(device.deviceId, digits), done };
  }

  /** Waits for the answer, and takes it. */
  async #wait(keys: LinkKeys, device: LinkingDevice, request: string, over: AbortController): Promise<void> {
    const { signal } = this.#context;
    const { realtime } = this.#options;
    let wake: () => void = () => undefined;
    const onClose = () => {
      over.abort(signal.reason);
    };
    signal.addEventListener('abort', onClose);
    if (signal.aborted) onClose();
    const timer = setTimeout(() => over.abort(expired()), limits.linkTtlSeconds * 1000);
    const stops = [
      realtime.on('device.link.answered', ({ device_id }) => device_id === device.deviceId && wake()),
      realtime.on('state', ({ state }) => state === 'connected' && wake()), // it may have been answered meanwhile
      () => signal.removeEventListener('abort', onClose),
      () => clearTimeout(timer),
    ];
    try {
      for (;;) {
        const news = new Promise<void>((resolve) => (wake = resolve));
        const link = await this.#read(device.deviceId, over.signal);
        over.signal.throwIfAborted();
        if (link !== undefined && link.request !== request) throw askedAnew();
        if (link?.answer !== undefined) {
          await this.#take(keys, device, link.answer);
          return;
        }
        await Promise.race([news, wait(link === undefined ? RETRY_MS : Infinity, over.signal)]);
        over.signal.throwIfAborted();
      }
    } finally {
      for (const stop of stops) stop();
    }
  }

  /** The request, as the server has it; undefined when it cannot be read now. */
  async #read(deviceId: string, signal: AbortSignal): Promise<DeviceLink | undefined> {
    try {
      return await this.#context.client.devices.getLink({ device_id: deviceId }, { signal });
    } catch (error) {
      if (isApiError(error, 'link_not_found')) throw expired();
      if (!signal.aborted) reportError(this.#context, error);
      return undefined;
    }
  }

  async #take(keys: LinkKeys, device: LinkingDevice, text: string): Promise<void> {
    const { identity, take, onLinked } = this.#options;
    const answer = readAnswer(text);
    if (answer === undefined) throw wrongAnswer();
    const { identityPrivateKey, rest } = await openLinkAnswer(keys, device, answer).catch((error: unknown) => {
      if (!isCryptoError(error) || error.code === 'unsupported') throw error;
      throw wrongAnswer();
    });
    await take(readHandedOver(rest));
    await identity.adopt(identityPrivateKey).catch((error: unknown) => {
      if (!identity.isLinked) throw error;
      reportError(this.#context, error); // the identity is here; its certificate is tried again with the next refresh
    });
    onLinked();
  }

  /** This device, by the keys that it has, whatever the server says of it. */
  async #thisDevice(): Promise<LinkingDevice> {
    const { user_id: userId, device_id: deviceId } = sessionOf(this.#context);
    const publicKey = await getPublicKey(this.#context.vault.get('device_key')?.private_key ?? '');
    const signingKey = await signingPublicKeyOf(this.#options.identity.signingKey);
    return { userId, deviceId, publicKey, signingKey, capabilities: CAPABILITIES };
  }
}

function askedAnew(): AbortedError {
  return new AbortedError('the device has asked to be linked anew');
}

function expired(): ChatError {
  return new ChatError('link_expired', 'no other device has answered in time: ask anew');
}

function wrongAnswer(): ChatError {
  return new ChatError(
    'wrong_answer',
    'the answer is not from a device that knows the code: the server, or somebody else, has made it',
  );
}
