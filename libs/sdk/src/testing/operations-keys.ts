import type { ChannelKeyEnvelope, DirectoryKeyEnvelope } from '../generated/types.js';
import type { OperationContext, OperationHandlers } from './context.js';
import { DialtoneError } from '../protocol/dialtone-error.js';

type KeyOperation = 'getChannelKey' | 'putChannelKeys' | 'getDirectoryKey' | 'putDirectoryKeys';

/** The operations on sealed keys. */
export const keyHandlers: Pick<OperationHandlers, KeyOperation> = {
  getChannelKey: ({ state, session }, { channel_id }) => {
    state.channel(channel_id);
    const key = state.channelKeys.get(`${channel_id} ${session.device_id}`);
    if (!key) throw new DialtoneError('envelope_not_found');
    return key;
  },
  putChannelKeys: (context, { channel_id, envelopes }) => {
    const { state, publisher } = context;
    checkSender(context, envelopes);
    state.channel(channel_id);
    checkDevices(context, envelopes);
    const created_at = state.clock.stamp();
    for (const { device_id, sender_device_id, sender_public_key, envelope } of envelopes) {
      const key = { channel_id, device_id, sender_device_id, sender_public_key, envelope, created_at };
      state.channelKeys.set(`${channel_id} ${device_id}`, key);
    }
    publisher.keysShared(deviceIdsOf(envelopes), channel_id);
    return { status: 'ok' };
  },
  getDirectoryKey: ({ state, session }) => state.directoryKeys.get(session.device_id),
  putDirectoryKeys: (context, { envelopes }) => {
    const { state, publisher } = context;
    checkSender(context, envelopes);
    checkDevices(context, envelopes);
    const created_at = state.clock.stamp();
    for (const { device_id, sender_device_id, sender_public_key, envelope } of envelopes) {
      const key = { device_id, sender_device_id, sender_public_key, envelope, created_at };
      state.directoryKeys.set(device_id, key);
    }
    publisher.keysShared(deviceIdsOf(envelopes));
    return { status: 'ok' };
  },
};

type Envelope = ChannelKeyEnvelope | DirectoryKeyEnvelope;

const deviceIdsOf = (envelopes: readonly Envelope[]) => envelopes.map(({ device_id }) => device_id);

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
