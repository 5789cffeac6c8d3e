import type { DeviceLink } from '@app/contract';
import type { DeviceLinkEntity } from './device-link.entity.js';

export function toDeviceLink({ deviceId, request, answer, expiresAt }: DeviceLinkEntity): DeviceLink {
  return {
    device_id: deviceId,
    request,
    ...(answer !== null && { answer }),
    expires_at: expiresAt.toISOString(),
  };
}
