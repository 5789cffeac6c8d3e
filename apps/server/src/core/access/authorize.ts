import type { OperationSpec, SecurityAlternative } from '@app/contract';
import { DialtoneError } from '../errors/dialtone-error.js';
import { sameSecret } from '../security/tokens.js';
import { type Authenticator, bearerToken } from './authenticator.js';
import type { Caller } from './caller.js';

/** The credentials that a request carries. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly adminToken: string | undefined;
}

/**
 * Lets a request through when one of the operation's `security` alternatives accepts it, and tells who calls (nobody
 * for a public operation or the admin token).
 *
 * @throws {DialtoneError} `unauthorized` without a valid credential, `forbidden` with one that lacks the role
 */
export async function authorize(
  operation: OperationSpec,
  credentials: Credentials,
  authenticator: Authenticator,
  adminToken: string,
): Promise<Caller | null> {
  if (operation.security.length === 0) return null;
  const accepts = (alternative: SecurityAlternative, caller: Caller | null) =>
    alternative.scheme === 'adminToken'
      ? credentials.adminToken !== undefined && sameSecret(credentials.adminToken, adminToken)
      : caller !== null && alternative.roles.every((role) => (role === 'admin' ? caller.isAdmin : caller.isTrusted));
  if (operation.security.some((alternative) => accepts(alternative, null))) return null;

  const token = bearerToken(credentials.authorization);
  const caller = token === null ? null : await authenticator.authenticate(token);
  if (caller === null) throw new DialtoneError('unauthorized');
  if (!operation.security.some((alternative) => accepts(alternative, caller))) throw new DialtoneError('forbidden');
  return caller;
}
