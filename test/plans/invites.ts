import type { FeaturePlans } from './feature-plans.js';

export const invites: FeaturePlans = {
  calls: {
    'createInvite 201': ({ admin }) => ({ as: admin }),
    'createInvite 404 user_not_found': ({ admin }) => ({ as: admin, query: { user_id: 'nobody' } }),
    'createInvite 409 username_taken': ({ admin, member }) => ({ as: admin, query: { user_id: member.user_id } }),
    'createInvite 409 user_reserved': async (world) => {
      const { id } = await world.done('createUser', { as: 'operator', body: { username: world.newName() } });
      return { as: world.admin, query: { reset_user_id: String(id) } };
    },
    'createInvite 409 user_disabled': async (world) => {
      const { user_id } = await world.register();
      await world.done('updateUser', { as: 'operator', body: { user_id, disabled: true, is_admin: false } });
      return { as: world.admin, query: { reset_user_id: user_id } };
    },
    'listInvites 200': ({ admin }) => ({ as: admin }),
    'revokeInvite 204': async (world) => {
      await world.invite();
      const { invites: all } = await world.done('listInvites', { as: 'operator' });
      return { as: world.admin, query: { invite_id: (all as { id: string }[])[0].id } };
    },
  },
};
