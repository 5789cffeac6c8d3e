import { Injectable } from '@nestjs/common';
import { limits } from '@app/contract';
import { type FailureLimit, FailureLimits } from '../core/limits/failure-limits.js';
import { networkOf } from '../core/limits/network.js';

const WRONG_PASSWORD = ['invalid_credentials', 'wrong_password'] as const;

/** Limits wrong passwords: for one user from one address, and for all users from one address. */
@Injectable()
export class PasswordAttempts {
  private readonly ofUser: FailureLimit;
  private readonly fromAddress: FailureLimit;

  constructor(failureLimits: FailureLimits) {
    this.ofUser = failureLimits.of({
      name: 'logins of user',
      max: limits.loginFailuresPerUser,
      windowSeconds: limits.loginFailureWindowSeconds,
      failures: WRONG_PASSWORD,
    });
    this.fromAddress = failureLimits.of({
      name: 'logins from',
      max: limits.loginFailuresPerAddress,
      windowSeconds: limits.addressFailureWindowSeconds,
      failures: WRONG_PASSWORD,
    });
  }

  /**
   * Checks a user's password; `invalid_credentials` and `wrong_password` count as failures.
   *
   * @throws {DialtoneError} `rate_limited`, or what the check throws
   */
  check<T>(user: string, address: string, check: () => Promise<T>): Promise<T> {
    const network = networkOf(address);
    return this.fromAddress.attempt(network, () => this.ofUser.attempt(`${user}\n${network}`, check));
  }
}
