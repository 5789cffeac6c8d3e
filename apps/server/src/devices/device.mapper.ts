import type { Device, DeviceKey } from '@app/contract';
import { toCertificate } from './certificate.mapper.js';
import type { DeviceEntity } from './device.entity.js';
import type { ListedDevice } from './devices.repository.js';

export function toDevice(device: DeviceEntity): Device {
  return {
    id: device.id,
    user_id: device.userId,
    public_key: device.publicKey,
    created_at: device.createdAt.toISOString(),
  };
}

/** A key in the list of one user's keys. */
export function toDeviceKey({ certificate, ...device }: ListedDevice): DeviceKey {
  return {
    device_id: device.id,
    public_key: device.publicKey,
    ...(certificate && { certificate: toCertificate(certificate) }),
  };
}

/** A key in the list of everyone's keys. */
export function toUserDeviceKey(device: ListedDevice): DeviceKey {
  return { user_id: device.userId, ...toDeviceKey(device) };
}
