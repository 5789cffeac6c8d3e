import { Inject, Injectable } from '@nestjs/common';
import { DialtoneError, type ErrorCode, limits } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { FailureLimit } from './failure-limit.js';
import { networkOf } from './network.js';
import { SharedFailures, type SharedLimit } from './shared-failures.js';

const HOUR = 3600;

const LOGINS_OF_USER = {
  name: 'logins of user',
  max: limits.loginFailuresPerUser,
  windowSeconds: limits.loginFailureWindowSeconds,
};
const LOGINS_FROM = { name: 'logins from', max: limits.loginFailuresPerAddress, windowSeconds: HOUR };
const INVITES_FROM = { name: 'invites from', max: limits.inviteFailuresPerAddress, windowSeconds: HOUR };

/** The guessing that the contract bounds: passwords and invites. Counted here, and where there are more nodes by all of them. */
@Injectable()
export class Attempts {
  private readonly here = new Map<SharedLimit, FailureLimit>(
    [LOGINS_OF_USER, LOGINS_FROM, INVITES_FROM].map((limit) => [
      limit,
      new FailureLimit(limit.max, limit.windowSeconds),
    ]),
  );

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly everywhere: SharedFailures,
  ) {}

  /**
   * Checks a user's password; `invalid_credentials` and `wrong_password` count as failures.
   *
   * @throws {DialtoneError} `rate_limited`, or what the check throws
   */
  password<T>(user: string, address: string, check: () => Promise<T>): Promise<T> {
    const network = networkOf(address);
    const isFailure = hasCode('invalid_credentials', 'wrong_password');
    return this.attempt(LOGINS_FROM, network, isFailure, () =>
      this.attempt(LOGINS_OF_USER, `${user}\n${network}`, isFailure, check),
    );
  }

  /**
   * Looks an invite up; `invite_not_found` counts as a failure.
   *
   * @throws {DialtoneError} `rate_limited`, or what the look-up throws
   */
  invite<T>(address: string, lookUp: () => Promise<T>): Promise<T> {
    return this.attempt(INVITES_FROM, networkOf(address), hasCode('invite_not_found'), lookUp);
  }

  private attempt<T>(
    limit: SharedLimit,
    key: string,
    isFailure: (error: unknown) => boolean,
    work: () => Promise<T>,
  ): Promise<T> {
    const here = this.here.get(limit);
    if (!this.config.rateLimits || !here) return work();
    return here.attempt(key, isFailure, () => this.everywhere.attempt(limit, key, isFailure, work));
  }
}

function hasCode(...codes: readonly ErrorCode[]) {
  return (error: unknown): boolean => error instanceof DialtoneError && codes.includes(error.code);
}
