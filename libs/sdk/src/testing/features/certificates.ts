import type { DeviceCertificate, NewDeviceCertificate } from '../../generated/types.js';
import { replacedBy } from '../../protocol/certificates.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationContext, OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';

/** A device has one certificate at most: the key of a row is the device's id. */
const certificateTable = defineTable<NewDeviceCertificate>(({ device_id }) => [device_id]);

export const certificates = {
  putDeviceCertificates: (context, { certificates: added, reset_identity: isReset = false }) => {
    const { state, hub, user } = context;
    checkDevices(context, added);
    const rows = state.rows(certificateTable);
    const stored = state.devicesOf(user.id).flatMap(({ id }) => rows.get(id) ?? []);
    for (const id of replacedBy(added, stored, isReset)) rows.delete(id);
    for (const certificate of added) rows.set(certificate.device_id, certificate);
    for (const { device_id } of added) hub.broadcast({ type: 'device.certified', sender: user.id, device_id });
    return { status: 'ok' };
  },
} satisfies Partial<OperationHandlers>;

/** The certificate of a device, if it has one. */
export function certificateOf(state: State, deviceId: string): DeviceCertificate | undefined {
  const stored = state.rows(certificateTable).get(deviceId);
  if (!stored) return undefined;
  const { device_id: _, ...certificate } = stored;
  return { ...certificate, capabilities: [...certificate.capabilities] };
}

function checkDevices({ state, user }: OperationContext, named: readonly NewDeviceCertificate[]): void {
  const devices = named.map(({ device_id }) => state.devices.get(device_id));
  if (devices.includes(undefined)) throw new DialtoneError('device_not_found');
  if (devices.some((device) => device?.user_id !== user.id)) throw new DialtoneError('not_your_user');
}
