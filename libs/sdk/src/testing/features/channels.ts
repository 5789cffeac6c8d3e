import type { Channel } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { Context, OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';

const channelTable = defineTable<Channel>();

export const channels = {
  listChannels: ({ state }) => ({ channels: [...state.rows(channelTable).values()].reverse() }),

  createChannel: (context, { name_enc }) => ({ channel: addChannel(context, name_enc, context.user.id) }),

  renameChannel: (context, { channel_id, name_enc }) => {
    const channel = { ...channelOf(context.state, channel_id), name_enc };
    putChannel(context, channel);
    return { channel };
  },

  deleteChannel: ({ state, hub }, { channel_id }) => {
    channelOf(state, channel_id);
    state.delete(channel_id);
    for (const member of hub.members(channel_id)) hub.leave(member);
    hub.broadcast({ type: 'channel.deleted', channel_id });
    return undefined;
  },
} satisfies Partial<OperationHandlers>;

export function channelOf(state: State, id: string): Channel {
  const channel = state.rows(channelTable).get(id);
  if (!channel) throw new DialtoneError('channel_not_found');
  return channel;
}

export function addChannel(context: Context, name_enc: string, created_by: string): Channel {
  const { state } = context;
  const channel = { id: state.newId('channel'), name_enc, created_by, created_at: state.clock.stamp() };
  putChannel(context, channel);
  return channel;
}

function putChannel({ state, hub }: Context, channel: Channel): void {
  state.rows(channelTable).set(channel.id, channel);
  hub.broadcast({ type: 'channel.updated', channel_id: channel.id, channel_name_enc: channel.name_enc });
}
