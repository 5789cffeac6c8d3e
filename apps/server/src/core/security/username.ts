import { createHmac } from 'node:crypto';

/** What the database keeps of a name: its HMAC-SHA256 under the operator's pepper, hex. */
export function hashUsername(normalized: string, pepper: string): string {
  return createHmac('sha256', pepper).update(normalized).digest('hex');
}
