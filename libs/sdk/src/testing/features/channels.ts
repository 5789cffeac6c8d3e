import type { Channel, ChannelKeyVersion } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { Context, OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';

const channelTable = defineTable<Channel>();

interface StoredVersion extends ChannelKeyVersion {
  readonly channel_id: string;
}

/** All that there have been. */
const versionTable = defineTable<StoredVersion>(({ channel_id }) => [channel_id]);

export const channels = {
  listChannels: ({ state }) => ({ channels: [...allChannels(state).values()].reverse() }),

  createChannel: (context, { name_enc }) => ({ channel: addChannel(context, name_enc, context.user.id) }),

  renameChannel: (context, { channel_id, name_enc, key_version = 0 }) => {
    const { name_key_version: _, ...rest } = channelOf(context.state, channel_id);
    versionOf(context.state, channel_id, key_version);
    const channel = { ...rest, name_enc, ...(key_version > 0 && { name_key_version: key_version }) };
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

/** The channels by their ids, oldest first. */
export function allChannels(state: State): Map<string, Channel> {
  return state.rows(channelTable);
}

export function channelOf(state: State, id: string): Channel {
  const channel = allChannels(state).get(id);
  if (!channel) throw new DialtoneError('channel_not_found');
  return channel;
}

export function addChannel(context: Context, name_enc: string, created_by: string): Channel {
  const { state } = context;
  const channel = { id: state.newId('channel'), name_enc, created_by, created_at: state.clock.stamp() };
  putChannel(context, channel);
  return channel;
}

/** Stores the channel; everyone connected hears of it (RT12, RT35). */
export function putChannel({ state, hub }: Context, channel: Channel): void {
  const { id: channel_id, name_enc: channel_name_enc, key, name_key_version, is_stale } = channel;
  allChannels(state).set(channel_id, channel);
  hub.broadcast({ type: 'channel.updated', channel_id, channel_name_enc, key, name_key_version, is_stale });
}

/** What its maker said of a version of a channel's key; undefined for version 0. */
export function versionOf(state: State, channelId: string, version: number): ChannelKeyVersion | undefined {
  if (version === 0) return undefined;
  const stored = state.rows(versionTable).get(versionId(channelId, version));
  if (!stored) throw new DialtoneError('key_version_not_found');
  const { channel_id: _, ...made } = stored;
  return made;
}

export function putVersion(state: State, channel_id: string, made: ChannelKeyVersion): void {
  state.rows(versionTable).set(versionId(channel_id, made.version), { ...made, channel_id });
}

/** Every channel should get a new key: somebody who has the present ones may no longer read. */
export function markAllStale(state: State): void {
  for (const [id, channel] of allChannels(state)) allChannels(state).set(id, { ...channel, is_stale: true });
}

function versionId(channelId: string, version: number): string {
  return `${channelId} ${String(version)}`;
}
