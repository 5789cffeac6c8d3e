import type { OperationHandlers } from '../context.js';

export const presence = {
  queryPresence: ({ state, hub }, { user_ids }) => ({
    statuses: Object.fromEntries(user_ids.map((id) => [id, hub.isOnline(id)])),
    admins: Object.fromEntries(
      user_ids.flatMap((id) => {
        const user = state.users.get(id);
        return user ? [[id, user.isAdmin && !user.isDisabled] as const] : [];
      }),
    ),
  }),
} satisfies Partial<OperationHandlers>;
