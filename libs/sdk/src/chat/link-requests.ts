import { isApiError } from '../core/errors.js';
import { Recent } from '../core/recent.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { Identity } from './identity.js';
import type { Trust } from './trust.js';

/** How many requests are remembered, so that the app is told of each once. */
const MOST_ANNOUNCED = 1_000;

/** What {@link LinkRequests} work with. */
export interface LinkRequestsOptions {
  readonly devices: Devices;
  readonly identity: Identity;
  readonly trust: Trust;
}

/** Finds the requests of this user's new devices to be linked, and tells the app; what answers them is loaded then. */
export class LinkRequests {
  readonly #context: ChatContext;
  readonly #options: LinkRequestsOptions;
  /** The requests that the app was told of. */
  readonly #announced = new Recent(MOST_ANNOUNCED);
  /** Those that this device has answered. */
  readonly #answered = new Set<string>();
  /** The ids of the devices that `announce` has looked for, since this one connected. */
  readonly #lookedAt = new Set<string>();

  constructor(context: ChatContext, options: LinkRequestsOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The ids of this user's other devices that the identity has not signed, in the order of their appearance. */
  get unsigned(): string[] {
    const { devices, trust } = this.#options;
    const { user_id: userId, device_id: ownId } = sessionOf(this.#context);
    const others = devices.registered.filter(({ user_id, device_id }) => user_id === userId && device_id !== ownId);
    return others.map(({ device_id }) => device_id).filter((id) => !trust.isSigned(id));
  }

  /** The device's request, as it was posted; undefined when there is none to be answered. */
  async find(deviceId: string): Promise<string | undefined> {
    const { client, signal } = this.#context;
    try {
      const { request } = await client.devices.getLink({ device_id: deviceId }, { signal });
      return this.#answered.has(request) ? undefined : request;
    } catch (error) {
      if (isApiError(error, 'link_not_found')) return undefined;
      throw error;
    }
  }

  /** The request has been answered: `find` finds it no more. */
  close(request: string): void {
    this.#answered.add(request);
  }

  /** Tells the app of a request of that device, or of those that were made before this device connected; each once. */
  async announce(deviceId?: string): Promise<void> {
    const { devices, identity } = this.#options;
    if (!identity.isLinked) return;
    if (deviceId !== undefined && devices.find(deviceId) === undefined) await devices.refresh();
    const candidates = this.unsigned.filter((id) =>
      deviceId === undefined ? !this.#lookedAt.has(id) : id === deviceId,
    );
    for (const id of candidates) {
      const request = await this.find(id);
      this.#lookedAt.add(id);
      if (request === undefined || !this.#announced.add(request)) continue;
      this.#context.emitter.emit('link-requested', { deviceId: id });
    }
  }

  /** Looks for requests of all devices with the next `announce`, since some may have been made without this one. */
  lookAgain(): void {
    this.#lookedAt.clear();
  }
}
