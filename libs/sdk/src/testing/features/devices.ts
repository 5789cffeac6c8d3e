import { PublicKeyPattern } from '../../generated/limits.js';
import type { Device, DeviceKey } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationHandlers } from '../context.js';
import type { State } from '../state.js';
import { endSessions } from './auth.js';
import { certificateOf } from './certificates.js';

export const devices = {
  createDevice: ({ state, user }, { user_id, public_key }) => {
    if (user_id !== user.id) throw new DialtoneError('not_your_user');
    return { ...state.ensureDevice(user_id, public_key) };
  },

  deleteDevice: (context, { device_id }) => {
    const { state, user } = context;
    const device = state.devices.get(device_id);
    if (!device) throw new DialtoneError('device_not_found');
    if (device.user_id !== user.id && !user.isAdmin) throw new DialtoneError('not_your_user');
    endSessions(context, (session) => session.device_id === device_id);
    state.delete(device_id);
    return undefined;
  },

  listDeviceKeys: ({ state, user }, { user_id, all }) => {
    if (all !== undefined) {
      const keys = usable([...state.devices.values()]).map((device) => {
        return { user_id: device.user_id, ...keyOf(state, device) };
      });
      return { keys };
    }
    if (user_id !== user.id) throw new DialtoneError('not_your_user');
    const own = usable(state.devicesOf(user_id));
    return { user_id, keys: own.map((device) => keyOf(state, device)) };
  },
} satisfies Partial<OperationHandlers>;

function keyOf(state: State, { id: device_id, public_key }: Device): DeviceKey {
  const certificate = certificateOf(state, device_id);
  return { device_id, public_key, ...(certificate && { certificate }) };
}

/** Without those whose key X25519 does not accept, such as `addUser` may have made. */
function usable(devices: readonly Device[]): Device[] {
  return devices.filter(({ public_key }) => PublicKeyPattern.test(public_key));
}
