import type { FeaturePlans } from './feature-plans.js';

export const users: FeaturePlans = {
  calls: {
    'createUser 201': (world) => ({ as: 'operator', body: { username: world.newName() } }),
    'createUser 409 username_taken': ({ member }) => ({ as: 'operator', body: { username: member.username } }),
    'updateUser 200': ({ admin, member }) => ({ as: admin, body: { user_id: member.user_id, is_admin: false } }),
    'updateUser 409 last_admin': ({ admin }) => ({ as: admin, body: { user_id: admin.user_id, is_admin: false } }),
    'listUsers 200': ({ admin }) => ({ as: admin }),
    'listUsers 404 cursor_not_found': ({ admin }) => ({ as: admin, query: { after: 'nobody' } }),
    'listProfiles 200': ({ member }) => ({ as: member }),
    'setProfile 201': ({ member }) => ({ as: member }),
  },
  events: {
    'user.disabled': async ({ world, bob }) => {
      const { user_id } = await world.register();
      await world.done('updateUser', { as: 'operator', body: { user_id, disabled: true, is_admin: false } });
      return bob.next('user.disabled');
    },
    'user.profile.updated': async ({ world, bob }) => {
      await world.done('setProfile', { as: world.admin });
      return bob.next('user.profile.updated');
    },
  },
};
