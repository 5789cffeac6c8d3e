import type { DeviceCertificate, NewDeviceCertificate } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationContext, OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';

/** A device has one certificate at most: the key of a row is the device's id. */
const certificateTable = defineTable<NewDeviceCertificate>(({ device_id }) => [device_id]);

export const certificates = {
  putDeviceCertificates: (context, { certificates: added, reset_identity: isReset = false }) => {
    const { state, hub, user } = context;
    checkDevices(context, added);
    const others = othersOf(context, added);
    const [{ identity_key: identity } = { identity_key: '' }] = added;
    const foreign = others.filter(({ identity_key }) => identity_key !== identity);
    if (added.some(({ identity_key }) => identity_key !== identity) || (foreign.length > 0 && !isReset)) {
      throw new DialtoneError('identity_mismatch');
    }
    const stored = state.devicesOf(user.id).flatMap(({ id }) => state.rows(certificateTable).get(id) ?? []);
    const generations = [...stored.filter(({ identity_key }) => identity_key === identity), ...added];
    const latest = Math.max(...generations.map(({ generation }) => generation));
    if (added.some(({ generation }) => generation < latest)) throw new DialtoneError('certificate_outdated');
    for (const { device_id } of foreign) state.rows(certificateTable).delete(device_id);
    for (const certificate of added) state.rows(certificateTable).set(certificate.device_id, certificate);
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

function checkDevices({ state, user }: OperationContext, added: readonly NewDeviceCertificate[]): void {
  const ids = added.map(({ device_id }) => device_id);
  if (new Set(ids).size < ids.length) throw new DialtoneError('invalid_request', 'certificates names a device twice');
  const devices = ids.map((id) => state.devices.get(id));
  if (devices.includes(undefined)) throw new DialtoneError('device_not_found');
  if (devices.some((device) => device?.user_id !== user.id)) throw new DialtoneError('not_your_user');
}

/** The certificates of the user's devices that are not among these. */
function othersOf({ state, user }: OperationContext, added: readonly NewDeviceCertificate[]): NewDeviceCertificate[] {
  const ids = new Set(added.map(({ device_id }) => device_id));
  const others = state.devicesOf(user.id).filter(({ id }) => !ids.has(id));
  return others.flatMap(({ id }) => state.rows(certificateTable).get(id) ?? []);
}
