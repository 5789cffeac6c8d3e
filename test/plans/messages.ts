import { frameFor, say } from '../contract/support/frames.js';
import type { FeaturePlans } from './feature-plans.js';

export const messages: FeaturePlans = {
  calls: {
    'listMessages 200': ({ member, channelId }) => ({ as: member, query: { channel_id: channelId, limit: '50' } }),
    'listMessages 404 cursor_not_found': ({ member, channelId }) => ({
      as: member,
      query: { channel_id: channelId, before: 'no-message' },
    }),
    'syncMessages 200': ({ member }) => ({ as: member, query: { since: '0' } }),
    'syncMessages 404 cursor_not_found': ({ member }) => ({ as: member, query: { since: 'no-message' } }),
  },
  events: {
    'channel.message.new': async (scene) => {
      await say('channel.message.send', scene);
      return scene.bob.next('channel.message.new');
    },
    'channel.message.ack': async ({ world, alice }) => {
      const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
      alice.send({ ...(await frameFor('channel.message.send', world)), client_id });
      return alice.next('channel.message.ack');
    },
  },
  frames: {
    'channel.message.send': ({ channelId }) => ({ channel_id: channelId }),
  },
  effects: {
    'channel.message.send': 'channel.message.new',
  },
};
