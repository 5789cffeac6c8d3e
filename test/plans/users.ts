import type { FeaturePlans } from './feature-plans.js';

export const users: FeaturePlans = {
  calls: {
    'createUser 201': (world) => ({ as: 'operator', body: { username: world.newName() } }),
    'createUser 409 username_taken': ({ member }) => ({ as: 'operator', body: { username: member.username } }),
    'updateUser 200': ({ admin, member }) => ({ as: admin, body: { user_id: member.user_id, is_admin: false } }),
    'updateUser 409 last_admin': ({ admin }) => ({ as: admin, body: { user_id: admin.user_id, is_admin: false } }),
    'listUsers 200': ({ admin }) => ({ as: admin }),
    'listUsers 404 cursor_not_found': ({ admin }) => ({ as: admin, query: { after: 'nobody' } }),
    'findUser 200': ({ member }) => ({ as: 'operator', body: { username: member.username } }),
    'findUser 404 user_not_found': ({ admin }) => ({ as: admin, body: { username: 'nobody' } }),
    'listUserSessions 200': ({ admin, member }) => ({ as: admin, query: { user_id: member.user_id } }),
    'listUserSessions 404 user_not_found': () => ({ as: 'operator', query: { user_id: 'nobody' } }),
    'endUserSessions 204': async (world) => {
      const { user_id } = await world.register();
      return { as: 'operator', query: { user_id } };
    },
    'endUserSessions 404 user_not_found': ({ admin }) => ({ as: admin, query: { user_id: 'nobody' } }),
    'endUserSessions 404 session_not_found': ({ admin, member }) => ({
      as: admin,
      query: { user_id: member.user_id, session_id: 'no-session' },
    }),
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
