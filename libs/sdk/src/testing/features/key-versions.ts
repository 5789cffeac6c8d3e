import type { ChannelKeyVersion } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationHandlers } from '../context.js';
import { channelOf, putChannel, putVersion } from './channels.js';
import { checkDevices, checkSender, share } from './keys.js';

export const keyVersions = {
  createKeyVersion: (context, { channel_id, version, commitment, signature, envelopes }) => {
    const { state, session } = context;
    checkSender(context, envelopes);
    const { is_stale: _, ...channel } = channelOf(state, channel_id);
    if (version !== (channel.key?.version ?? 0) + 1) throw new DialtoneError('key_version_conflict');
    checkDevices(context, envelopes);
    const key: ChannelKeyVersion = {
      version,
      commitment,
      ...(channel.key && { previous: channel.key.commitment }),
      device_id: session.device_id,
      user_id: session.user_id,
      signature,
      created_at: state.clock.stamp(),
    };
    putVersion(state, channel_id, key);
    const updated = { ...channel, key };
    putChannel(context, updated);
    share(context, envelopes, { channel_id, version });
    return { channel: updated };
  },

  requestRotation: (context, { channel_id }) => {
    const channel = channelOf(context.state, channel_id);
    if (!channel.is_stale) putChannel(context, { ...channel, is_stale: true });
    return { status: 'ok' };
  },
} satisfies Partial<OperationHandlers>;
