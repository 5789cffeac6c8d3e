import { Inject, Injectable } from '@nestjs/common';
import { type ErrorCode, limits } from '@app/contract';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { DialtoneError } from '../errors/dialtone-error.js';
import { FailureLimit } from './failure-limit.js';
import { networkOf } from './network.js';

const HOUR = 3600;

/** The guessing that the contract bounds: passwords and invites. */
@Injectable()
export class Attempts {
  private readonly loginsOfUser = new FailureLimit(limits.loginFailuresPerUser, limits.loginFailureWindowSeconds);
  private readonly loginsFrom = new FailureLimit(limits.loginFailuresPerAddress, HOUR);
  private readonly invitesFrom = new FailureLimit(limits.inviteFailuresPerAddress, HOUR);

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * Checks a user's password; `invalid_credentials` and `wrong_password` count as failures.
   *
   * @throws {DialtoneError} `rate_limited`, or what the check throws
   */
  password<T>(user: string, address: string, check: () => Promise<T>): Promise<T> {
    if (!this.config.rateLimits) return check();
    const network = networkOf(address);
    const isFailure = hasCode('invalid_credentials', 'wrong_password');
    return this.loginsFrom.attempt(network, isFailure, () =>
      this.loginsOfUser.attempt(`${user}\n${network}`, isFailure, check),
    );
  }

  /**
   * Looks an invite up; `invite_not_found` counts as a failure.
   *
   * @throws {DialtoneError} `rate_limited`, or what the look-up throws
   */
  invite<T>(address: string, lookUp: () => Promise<T>): Promise<T> {
    if (!this.config.rateLimits) return lookUp();
    return this.invitesFrom.attempt(networkOf(address), hasCode('invite_not_found'), lookUp);
  }
}

function hasCode(...codes: readonly ErrorCode[]) {
  return (error: unknown): boolean => error instanceof DialtoneError && codes.includes(error.code);
}
