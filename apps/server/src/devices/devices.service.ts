import { Injectable } from '@nestjs/common';
import {
  type CreateDeviceRequest,
  type DeleteDeviceInput,
  type Device,
  type DeviceKeyList,
  DialtoneError,
  limits,
  type ListDeviceKeysInput,
  PublicKeyPattern,
  type UserDevice,
} from '@app/contract';
import { ChannelKeysService } from '../channels/channel-keys.service.js';
import type { Caller } from '../core/access/caller.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { now } from '../core/security/clock.js';
import { newId } from '../core/security/tokens.js';
import { UserAdministration } from '../users/user-administration.service.js';
import { UsersService } from '../users/users.service.js';
import { toDevice, toDeviceKey, toUserDevice, toUserDeviceKey } from './device.mapper.js';
import { DeviceRemoved } from './devices.events.js';
import { DevicesRepository, type ListedDevice } from './devices.repository.js';
import { isUnseen } from './last-seen.service.js';

@Injectable()
export class DevicesService {
  constructor(
    private readonly db: Database,
    private readonly devices: DevicesRepository,
    private readonly users: UsersService,
    private readonly administration: UserAdministration,
    private readonly channelKeys: ChannelKeysService,
  ) {}

  /** Adds a device to the caller's user. */
  create(caller: Caller, input: CreateDeviceRequest): Promise<Device> {
    if (input.user_id !== caller.userId) throw new DialtoneError('not_your_user');
    return this.db.write(async (tx) => {
      const device = await this.ensure(tx, caller.userId, input.public_key);
      await this.users.assertEnabled(tx, caller.userId); // locked by now
      return device;
    });
  }

  /** Removes a device with its sessions and envelopes: the caller's own, or anyone's for admins. */
  remove(caller: Caller, input: DeleteDeviceInput): Promise<undefined> {
    return this.db.write(async (tx) => {
      const device = await this.devices.findById(tx, input.device_id);
      if (!device) throw new DialtoneError('device_not_found');
      if (device.userId !== caller.userId && !(await this.isAdmin(tx, caller)))
        throw new DialtoneError('not_your_user');
      await this.devices.delete(tx, device.id);
      await this.channelKeys.markAllStale(tx);
      tx.publish(new DeviceRemoved(device.id, device.userId));
      return undefined;
    });
  }

  private async isAdmin(tx: Transaction, caller: Caller): Promise<boolean> {
    return caller.isAdmin && (await this.administration.isAdmin(tx, caller.userId));
  }

  /** The registered key of a device; null when there is no such device. */
  async findKey(tx: Transaction, id: string): Promise<string | null> {
    return (await this.devices.findById(tx, id))?.publicKey ?? null;
  }

  /**
   * The user's device with that key, created if there is none, within the caller's transaction.
   *
   * @param seenAt when it logs in; undefined for a device that is only added
   * @throws {DialtoneError} `too_many_devices`
   */
  async ensure(tx: Transaction, userId: string, publicKey: string, seenAt?: Date): Promise<Device> {
    await this.users.lock(tx, userId); // two devices that are added at once are counted one after the other
    const known = await this.devices.findByKey(tx, userId, publicKey);
    if (known) {
      if (seenAt && isUnseen(known.lastSeenAt, seenAt)) await this.devices.see(tx, [known.id], seenAt);
      return toDevice(known);
    }
    if ((await this.devices.countOf(tx, userId)) >= limits.devicesPerUser) throw new DialtoneError('too_many_devices');
    const device = { id: newId(), userId, publicKey, createdAt: now(), lastSeenAt: seenAt ?? null };
    await this.devices.insert(tx, device);
    return toDevice(device);
  }

  async listKeys(caller: Caller, input: ListDeviceKeysInput): Promise<DeviceKeyList> {
    if (input.all !== undefined) return { keys: (await this.usable()).map(toUserDeviceKey) };
    if (input.user_id !== caller.userId) throw new DialtoneError('not_your_user');
    return { user_id: caller.userId, keys: (await this.usable(caller.userId)).map(toDeviceKey) };
  }

  /**
   * A user's devices, or everyone's, without those whose key an older server took and X25519 does not: deployed clients
   * stop sharing keys with anybody when they meet one.
   */
  private async usable(userId?: string): Promise<ListedDevice[]> {
    return (await this.devices.list(userId)).filter(({ publicKey }) => PublicKeyPattern.test(publicKey));
  }

  /** The devices of each of these users, oldest first. */
  async listOf(userIds: readonly string[]): Promise<Map<string, UserDevice[]>> {
    const devices = new Map<string, UserDevice[]>(userIds.map((id) => [id, []]));
    for (const device of await this.devices.listOf(userIds)) devices.get(device.userId)?.push(toUserDevice(device));
    return devices;
  }

  /**
   * Asserts that all these devices exist, and that none is of a disabled user.
   *
   * @throws {DialtoneError} `device_not_found`
   */
  async assertExist(tx: Transaction, ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)];
    if ((await this.devices.countByIds(tx, wanted)) !== wanted.length) throw new DialtoneError('device_not_found');
  }
}
