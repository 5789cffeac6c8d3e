import type { FeaturePlans } from './feature-plans.js';

export const presence: FeaturePlans = {
  calls: {
    'queryPresence 200': ({ admin, member }) => ({ as: member, body: { user_ids: [admin.user_id, 'nobody'] } }),
  },
  events: {
    'presence.changed': async ({ world, alice, bob }) => {
      await bob.close();
      await world.connect(world.member);
      return alice.next('presence.changed');
    },
  },
};
