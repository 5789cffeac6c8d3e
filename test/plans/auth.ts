import { PASSWORD } from '../contract/support/world.js';
import type { FeaturePlans } from './feature-plans.js';

export const auth: FeaturePlans = {
  calls: {
    'registerUser 201': async (world) => ({
      body: { username: world.newName(), public_key: world.newKey(), invite_token: await world.invite() },
    }),
    'registerUser 400 password_too_common': async (world) => ({
      body: { username: world.newName(), password: 'Password1', invite_token: await world.invite() },
    }),
    'registerUser 404 invite_not_found': (world) => ({
      body: { username: world.newName(), invite_token: 'no-invite' },
    }),
    'registerUser 409 username_taken': async (world) => ({
      body: { username: ` ${world.member.username.toUpperCase()} `, invite_token: await world.invite() },
    }),
    'registerUser 409 too_many_devices': async (world) => {
      const { username, user_id } = await world.crowded();
      const { token } = await world.done('createInvite', { as: 'operator', query: { reset_user_id: user_id } });
      return { body: { username, public_key: world.newKey(), invite_token: token } };
    },
    'registerUser 410 invite_used': async (world) => {
      const invite_token = await world.invite();
      await world.done('registerUser', { body: { username: world.newName(), invite_token } });
      return { body: { username: world.newName(), invite_token } };
    },
    'registerUser 410 invite_expired': async (world) => {
      const invite_token = await world.invite();
      await world.sql(`UPDATE invites SET expires_at = '2020-01-01 00:00:00.000' WHERE used_at IS NULL`);
      return { body: { username: world.newName(), invite_token } };
    },
    'loginUser 200': ({ admin }) => ({
      body: { username: admin.username, password: PASSWORD, public_key: admin.device_public_key },
    }),
    'loginUser 401 invalid_credentials': ({ member }) => ({
      body: { username: member.username, password: 'wrong 1' },
    }),
    'loginUser 409 too_many_devices': async (world) => ({
      body: { username: (await world.crowded()).username, password: PASSWORD, public_key: world.newKey() },
    }),
    'logoutSession 201': async (world) => ({ as: await world.login(world.member) }),
    'listSessions 200': ({ member }) => ({ as: member }),
    'endSessions 204': ({ member }) => ({ as: member, query: { others: '1' } }),
    'endSessions 404 session_not_found': ({ member }) => ({ as: member, query: { session_id: 'no-session' } }),
    'changePassword 201': ({ member }) => ({
      as: member,
      body: { current_password: PASSWORD, new_password: PASSWORD },
    }),
    'changePassword 400 password_too_common': ({ member }) => ({
      as: member,
      body: { current_password: PASSWORD, new_password: 'Password1' },
    }),
    'changePassword 403 wrong_password': ({ member }) => ({ as: member, body: { current_password: 'wrong 1' } }),
    'createTicket 201': ({ member }) => ({ as: member }),
  },
  guesses: {
    registerUser: (world) => ({ body: { username: world.newName(), invite_token: 'no-invite' } }),
    loginUser: ({ admin }) => ({ body: { username: admin.username, password: 'wrong 1' } }),
    changePassword: ({ member }) => ({ as: member, body: { current_password: 'wrong 1' } }),
  },
};
