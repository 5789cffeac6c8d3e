import type { FeaturePlans } from './feature-plans.js';

export const channels: FeaturePlans = {
  calls: {
    'listChannels 200': ({ member }) => ({ as: member }),
    'createChannel 201': ({ admin }) => ({ as: admin }),
    'renameChannel 200': ({ admin, channelId }) => ({ as: admin, body: { channel_id: channelId } }),
    'renameChannel 404 key_version_not_found': ({ admin, channelId }) => ({
      as: admin,
      body: { channel_id: channelId, key_version: 7 },
    }),
    'deleteChannel 204': async (world) => ({ as: world.admin, query: { channel_id: await world.createChannel() } }),
  },
  events: {
    'channel.updated': async ({ world, bob }) => {
      await world.createChannel();
      return bob.next('channel.updated');
    },
    'channel.deleted': async ({ world, bob }) => {
      await world.done('deleteChannel', { as: world.admin, query: { channel_id: await world.createChannel() } });
      return bob.next('channel.deleted');
    },
  },
};
