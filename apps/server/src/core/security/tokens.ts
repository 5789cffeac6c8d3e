import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { v7 } from 'uuid';

/** A new opaque token: 32 random bytes, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token: its SHA-256, hex. Tokens are random, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What the database keeps of a username: its HMAC-SHA256 under the operator's pepper, hex. */
export function hashUsername(normalized: string, pepper: string): string {
  return createHmac('sha256', pepper).update(normalized).digest('hex');
}

/** A random whole number from 0 up to and including `max`. */
export function randomUpTo(max: number): number {
  return randomInt(max + 1);
}

/** A new id: a UUIDv7, so later ids sort after earlier ones. */
export function newId(): string {
  return v7();
}

/** Compares two secrets in constant time, which reveals nothing about them, not even their lengths. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
