// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import type { Role } from '../generated/types.js';
import { DialtoneError } from './dialtone-error.js';

/** One alternative of an operation's `security`; no alternative at all means that anyone may call it. */
export type SecurityAlternative =
  { readonly scheme: 'bearerAuth'; readonly roles: readonly Role[] } | { readonly scheme: 'adminToken' };

/** What a session's user may do. */
export interface Grants {
  readonly isAdmin: boolean;
  readonly isTrusted: boolean;
}

const GRANTS: Readonly<Record<Role, keyof Grants>> = { admin: 'isAdmin', trusted: 'isTrusted' };

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerToken(authorization: string | null | undefined): string | null {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

/**
 * Has the caller to say who they are? Not for a public operation, nor with an admin token where one is enough.
 *
 * @param hasAdminToken does the request carry the right one?
 */
export function needsSession(security: readonly SecurityAlternative[], hasAdminToken: boolean): boolean {
  return security.length > 0 && !(hasAdminToken && security.some(({ scheme }) => scheme === 'adminToken'));
}

/**
 * Lets the user of a session through when one of the operation's `security` alternatives accepts them.
 *
 * @param user null without a valid session
 * @throws {DialtoneError} `unauthorized` without a session, `forbidden` when the user lacks the role
 */
export function checkAccess<U extends Grants>(security: readonly SecurityAlternative[], user: U | null): U {
  if (user === null) throw new DialtoneError('unauthorized');
  const accepts = (alternative: SecurityAlternative) =>
    alternative.scheme === 'bearerAuth' && alternative.roles.every((role) => user[GRANTS[role]]);
  if (!security.some(accepts)) throw new DialtoneError('forbidden');
  return user;
}
