import { Recent } from '../core/recent.js';
import { fromBase64, KEY_BYTES } from '../crypto/bytes.js';
import { fingerprint, getPublicKey } from '../crypto/index.js';
import { sessionOf, type ChatContext } from './context.js';
import type { DeviceInfo } from './events.js';
import { isOlder, type ListedDevice } from './certificates.js';
import type { DevicesDocument } from './store.js';
import type { Trust } from './trust.js';
import { oneAtATime, Turns } from './turns.js';

/** How many of the server's changed claims are remembered, so that each is reported once. */
const MOST_REPORTED = 1_000;

type KnownDevice = DevicesDocument['known'][number];

/** Everyone's devices, each with the key that it had when it was first seen. */
export class Devices {
  readonly #context: ChatContext;
  readonly #trust: Trust;
  #known: readonly KnownDevice[] = [];
  /** By their ids, those that the server still lists, with the key and user that are known. */
  #registered: ReadonlyMap<string, KnownDevice> = new Map();
  #listed: readonly KnownDevice[] = [];
  readonly #reported = new Recent(MOST_REPORTED);
  readonly #turns = new Turns();

  constructor(context: ChatContext, trust: Trust) {
    this.#context = context;
    this.#trust = trust;
  }

  /** Asks the server for all devices; remembers new ones, and reports those whose key or user has changed. */
  readonly refresh = oneAtATime(() => this.between(() => this.#refresh()));

  /** Does the work while no list of devices is under way: one from before would be read as if it were from after. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run('', work);
  }

  /** Every device that was ever seen, in the order of their appearance, as of the last refresh. */
  get known(): readonly KnownDevice[] {
    return this.#known;
  }

  /** Is the device registered, with the key that it has always had? */
  isRegistered(deviceId: string): boolean {
    return this.#registered.has(deviceId);
  }

  /** The device, if it is registered. */
  find(deviceId: string): KnownDevice | undefined {
    return this.#registered.get(deviceId);
  }

  /** The devices that are registered, in the order of their appearance. The list is another one after each refresh. */
  get registered(): readonly KnownDevice[] {
    return this.#listed;
  }

  /** This device and those known before it. */
  get upToOwn(): readonly KnownDevice[] {
    const own = sessionOf(this.#context).device_id;
    return this.known.slice(0, this.known.findIndex(({ device_id }) => device_id === own) + 1);
  }

  /** The users who have a device. */
  get userIds(): string[] {
    return [...new Set(this.registered.map(({ user_id }) => user_id))];
  }

  /** The digits over the keys of the user's devices, without invalid ones: devices with those are sent no keys. */
  async fingerprintOf(userId: string): Promise<string> {
    const { user_id } = sessionOf(this.#context);
    const keys = this.registered
      .filter((device) => device.user_id === userId)
      .map(({ public_key }) => public_key)
      .filter((key) => fromBase64(key)?.length === KEY_BYTES);
    // This device is the user's own, whatever the server says.
    const { private_key } = this.#context.vault.get('device_key') ?? {};
    if (userId === user_id && private_key !== undefined) keys.push(await getPublicKey(private_key));
    return fingerprint(userId, keys);
  }

  async #refresh(): Promise<void> {
    const { client, signal, vault } = this.#context;
    const { keys } = await client.devices.listKeys({ all: '1' }, { signal });
    const seen = new Set<string>();
    // Two devices under one id would let the one's certificate stand for the other's key: only the first counts.
    const single = keys.filter(({ device_id }) => !seen.has(device_id) && seen.add(device_id));
    const listed: ListedDevice[] = single.map((device) => ({ ...device, user_id: device.user_id ?? '' }));
    const claimed = listed.map(({ device_id, public_key, user_id }) => ({ device_id, public_key, user_id }));
    const before = new Set((vault.get('devices')?.known ?? []).map(({ device_id }) => device_id));
    const own = await this.#thisDevice();
    const document = await vault.update('devices', (current) => {
      const before = current?.known ?? [];
      const ids = new Set(before.map(({ device_id }) => device_id));
      const known = [...before, ...claimed.filter(({ device_id }) => !ids.has(device_id))];
      return {
        shared: {},
        ...current,
        known: known.map((device) => (device.device_id === own.device_id ? { ...device, ...own } : device)),
      };
    });
    const known = new Map(document.known.map((device) => [device.device_id, device]));
    const isKnown = (device: KnownDevice) => {
      const { public_key, user_id } = known.get(device.device_id) ?? {};
      return device.public_key === public_key && device.user_id === user_id;
    };
    await this.#trust.take(listed.filter(isKnown), before.size === 0);
    this.#known = document.known;
    const ids = new Set(claimed.filter(isKnown).map(({ device_id }) => device_id));
    this.#listed = this.#known.filter(({ device_id }) => ids.has(device_id));
    this.#registered = new Map(this.#listed.map((device) => [device.device_id, device]));
    for (const device of claimed) {
      if (!isKnown(device)) this.#report(known.get(device.device_id) as KnownDevice, device);
      else if (before.size > 0 && !before.has(device.device_id)) {
        const isSigned = this.#trust.isSigned(device.device_id);
        this.#context.emitter.emit('device-new', { ...infoOf(device), isSigned });
      }
    }
    await this.#keepCertificates();
    await this.#tellGone(new Set(claimed.map(({ device_id }) => device_id)));
  }

  /** Stores the certificates that count now, so that no older ones take their places after a restart. */
  async #keepCertificates(): Promise<void> {
    const counting = ({ device_id }: KnownDevice) => this.#trust.certificateOf(device_id);
    const isKept = (device: KnownDevice) => {
      const { signature } = counting(device) ?? {};
      return signature === undefined || signature === device.certificate?.signature;
    };
    if (this.#listed.every(isKept)) return;
    await this.#context.vault.update('devices', (current) => ({
      shared: {},
      ...current,
      known: (current?.known ?? []).map((device) => {
        const certificate = counting(device);
        // Another session of this store may have seen a later one.
        const isLater = certificate !== undefined && !(device.certificate && isOlder(certificate, device.certificate));
        return isLater ? { ...device, certificate } : device;
      }),
    }));
  }

  /** This device, by the key that it has, whatever the server says of it: it trusts itself without a certificate. */
  async #thisDevice(): Promise<KnownDevice> {
    const { user_id, device_id } = sessionOf(this.#context);
    const { private_key = '' } = this.#context.vault.get('device_key') ?? {};
    return { device_id, public_key: await getPublicKey(private_key), user_id };
  }

  /** Tells once of each device that has been sent keys and is no longer listed. */
  async #tellGone(listed: ReadonlySet<string>): Promise<void> {
    const { vault, emitter } = this.#context;
    const { gone: before } = vault.get('devices') ?? {};
    const told = new Set(before);
    const missing = this.#known.filter(({ device_id }) => !listed.has(device_id));
    const news = missing.filter(({ device_id }) => !told.has(device_id));
    const isBack = before?.some((id) => listed.has(id)) ?? false;
    if (before !== undefined && news.length === 0 && !isBack) return;
    const { shared } = await vault.update('devices', (current) => ({
      known: [],
      shared: {},
      ...current,
      gone: missing.map(({ device_id }) => device_id),
    }));
    if (before === undefined) return;
    const sent = Object.values(shared);
    for (const { user_id: userId, device_id: deviceId } of news) {
      if (sent.some((ids) => ids.includes(deviceId))) emitter.emit('device-gone', { userId, deviceId, hadKeys: true });
    }
  }

  #report(known: KnownDevice, claimed: KnownDevice): void {
    if (!this.#reported.add(JSON.stringify(claimed))) return;
    this.#context.emitter.emit('device-changed', { known: infoOf(known), claimed: infoOf(claimed) });
  }
}

function infoOf({ user_id, device_id, public_key }: KnownDevice): DeviceInfo {
  return { userId: user_id, deviceId: device_id, publicKey: public_key };
}
