import { Initial1772000000000 } from './1772000000000-initial.js';

/** Every migration, oldest first. */
export const migrations = [Initial1772000000000] as const;
