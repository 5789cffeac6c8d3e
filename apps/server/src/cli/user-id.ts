import type { AdminApi } from './admin-api.js';

/** As the server makes them. No user has such a name: it would be theirs by accident. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a user who is named by their id, or by the name that they log in with. */
export async function userIdOf(api: AdminApi, user: string): Promise<string> {
  return ID.test(user) ? user : (await api.call('findUser', { username: user })).id;
}
