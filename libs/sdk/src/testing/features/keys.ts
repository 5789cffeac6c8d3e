import type { ChannelKey, ChannelKeyEnvelope, DirectoryKey, DirectoryKeyEnvelope } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationContext, OperationHandlers } from '../context.js';
import { defineTable } from '../state.js';
import { channelOf } from './channels.js';

const channelKeyTable = defineTable<ChannelKey>(({ channel_id, device_id }) => [channel_id, device_id]);
const directoryKeyTable = defineTable<DirectoryKey>(({ device_id }) => [device_id]);

export const keys = {
  getChannelKey: ({ state, session }, { channel_id }) => {
    channelOf(state, channel_id);
    const key = state.rows(channelKeyTable).get(`${channel_id} ${session.device_id}`);
    if (!key) throw new DialtoneError('envelope_not_found');
    return key;
  },

  putChannelKeys: (context, { channel_id, envelopes }) => {
    const { state, hub } = context;
    checkSender(context, envelopes);
    channelOf(state, channel_id);
    checkDevices(context, envelopes);
    const created_at = state.clock.stamp();
    for (const { device_id, sender_device_id, sender_public_key, envelope } of envelopes) {
      const key = { channel_id, device_id, sender_device_id, sender_public_key, envelope, created_at };
      state.rows(channelKeyTable).set(`${channel_id} ${device_id}`, key);
    }
    hub.sendToDevices({ type: 'keys.shared', channel_id }, deviceIdsOf(envelopes));
    return { status: 'ok' };
  },

  getDirectoryKey: ({ state, session }) => state.rows(directoryKeyTable).get(session.device_id),

  putDirectoryKeys: (context, { envelopes }) => {
    const { state, hub } = context;
    checkSender(context, envelopes);
    checkDevices(context, envelopes);
    const created_at = state.clock.stamp();
    for (const { device_id, sender_device_id, sender_public_key, envelope } of envelopes) {
      const key = { device_id, sender_device_id, sender_public_key, envelope, created_at };
      state.rows(directoryKeyTable).set(device_id, key);
    }
    hub.sendToDevices({ type: 'keys.shared' }, deviceIdsOf(envelopes));
    return { status: 'ok' };
  },
} satisfies Partial<OperationHandlers>;

type Envelope = ChannelKeyEnvelope | DirectoryKeyEnvelope;

const deviceIdsOf = (envelopes: readonly Envelope[]) => new Set(envelopes.map(({ device_id }) => device_id));

function checkSender({ state, session }: OperationContext, envelopes: readonly Envelope[]): void {
  if (envelopes.some(({ sender_device_id }) => sender_device_id !== session.device_id)) {
    throw new DialtoneError('not_your_device');
  }
  const key = state.devices.get(session.device_id)?.public_key;
  if (envelopes.some(({ sender_public_key }) => sender_public_key !== key)) {
    throw new DialtoneError('sender_key_mismatch');
  }
}

function checkDevices({ state }: OperationContext, envelopes: readonly Envelope[]): void {
  if (envelopes.some(({ device_id }) => !state.devices.has(device_id))) throw new DialtoneError('device_not_found');
}
