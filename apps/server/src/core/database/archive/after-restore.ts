/** How far the order of messages jumps: more than a server can have stored after a backup. */
const JUMP = 1_000_000_000;

/**
 * Clients may know messages that came after the backup and are lost, and have cursors behind them. New messages are
 * placed behind all of those, or such a client would never be given them.
 */
export const JUMP_OVER_LOST_MESSAGES = [`UPDATE message_order SET last_key = last_key + ${String(JUMP)}`];

/** Everybody has to log in again. */
export const END_ALL_SESSIONS = ['DELETE FROM tickets', 'DELETE FROM sessions'];
