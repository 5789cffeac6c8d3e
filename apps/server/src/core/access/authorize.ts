import { bearerToken, checkAccess, needsSession, type OperationSpec } from '@app/contract';
import { sameSecret } from '../security/tokens.js';
import type { Authenticator } from './authenticator.js';
import type { Caller } from './caller.js';

/** The credentials that a request carries. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly adminToken: string | undefined;
}

/**
 * Lets a request through when it satisfies one of the operation's `security` alternatives, and returns the caller; null
 * for a public operation or the admin token.
 *
 * @throws {DialtoneError} `unauthorized` without a valid credential, `forbidden` with one that lacks the role
 */
export async function authorize(
  { security }: OperationSpec,
  credentials: Credentials,
  authenticator: Authenticator,
  adminToken: string,
): Promise<Caller | null> {
  const hasAdminToken = credentials.adminToken !== undefined && sameSecret(credentials.adminToken, adminToken);
  if (!needsSession(security, hasAdminToken)) return null;
  const token = bearerToken(credentials.authorization);
  return checkAccess(security, token === null ? null : await authenticator.authenticate(token));
}
