import type { OperationHandlers } from './context.js';
import { auth } from './features/auth.js';
import { certificates } from './features/certificates.js';
import { channels } from './features/channels.js';
import { deviceLinks } from './features/device-links.js';
import { devices } from './features/devices.js';
import { health } from './features/health.js';
import { invites } from './features/invites.js';
import { keys } from './features/keys.js';
import { messages } from './features/messages.js';
import { presence } from './features/presence.js';
import { users } from './features/users.js';

/** The operations of all features: one that the contract has and no feature does not compile. */
export const handlers: OperationHandlers = {
  ...auth,
  ...certificates,
  ...channels,
  ...deviceLinks,
  ...devices,
  ...health,
  ...invites,
  ...keys,
  ...messages,
  ...presence,
  ...users,
};
