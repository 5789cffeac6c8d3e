import { PublicKeyPattern } from '../../generated/limits.js';
import type { Device } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationHandlers } from '../context.js';
import { endSessions } from './auth.js';

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
        return { user_id: device.user_id, device_id: device.id, public_key: device.public_key };
      });
      return { keys };
    }
    if (user_id !== user.id) throw new DialtoneError('not_your_user');
    const own = usable(state.devicesOf(user_id));
    return { user_id, keys: own.map(({ id: device_id, public_key }) => ({ device_id, public_key })) };
  },
} satisfies Partial<OperationHandlers>;

/** Without those whose key X25519 does not accept, such as `addUser` may have made. */
function usable(devices: readonly Device[]): Device[] {
  return devices.filter(({ public_key }) => PublicKeyPattern.test(public_key));
}
