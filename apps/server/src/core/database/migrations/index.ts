import { Initial1772000000000 } from './1772000000000-initial.js';
import { DeletedChannels1795000000000 } from './1795000000000-deleted-channels.js';

/** Every migration, oldest first. */
export const migrations = [Initial1772000000000, DeletedChannels1795000000000] as const;
