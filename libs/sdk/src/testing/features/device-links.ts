import { limits } from '../../generated/limits.js';
import type { DeviceLink } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationContext, OperationHandlers } from '../context.js';
import { defineTable } from '../state.js';

/** A device has one request at most: the key of a row is the device's id. */
const linkTable = defineTable<DeviceLink>(({ device_id }) => [device_id]);

export const deviceLinks = {
  requestDeviceLink: ({ state, hub, session, user }, { request }) => {
    const { device_id } = session;
    const expires_at = state.clock.at(limits.linkTtlSeconds);
    state.rows(linkTable).set(device_id, { device_id, request, expires_at });
    hub.sendToUser({ type: 'device.link.requested', device_id }, user.id, device_id);
    return { status: 'ok' };
  },

  getDeviceLink: (context, { device_id }) => ({ ...linkOf(context, device_id) }),

  answerDeviceLink: (context, { device_id, answer }) => {
    const link = linkOf(context, device_id);
    context.state.rows(linkTable).set(device_id, { ...link, answer });
    context.hub.sendToDevices({ type: 'device.link.answered', device_id }, new Set([device_id]));
    return { status: 'ok' };
  },
} satisfies Partial<OperationHandlers>;

/** The request of one of the caller's own devices. */
function linkOf({ state, user }: OperationContext, deviceId: string): DeviceLink {
  const link = state.rows(linkTable).get(deviceId);
  const isOwn = state.devices.get(deviceId)?.user_id === user.id;
  if (!link || !isOwn || state.clock.isPast(link.expires_at)) throw new DialtoneError('link_not_found');
  return link;
}
