import { createHmac } from 'node:crypto';

/** A name as it is compared: trimmed and lower-cased. */
export function normalizeUsername(username: string): string {
  return username.trim().toLowerCase();
}

/** What the database keeps of a name: its HMAC-SHA256 under the operator's pepper, hex. */
export function hashUsername(normalized: string, pepper: string): string {
  return createHmac('sha256', pepper).update(normalized).digest('hex');
}
