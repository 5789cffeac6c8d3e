import { Inject, Injectable } from '@nestjs/common';
import { type ErrorCode, limits } from '@app/contract';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { DialtoneError } from '../errors/dialtone-error.js';
import { networkOf } from './network.js';
import { FailureLimit } from './failure-limit.js';

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
    const network = networkOf(address);
    return this.bounded(
      [() => this.loginsFrom.begin(network), () => this.loginsOfUser.begin(`${user}\n${network}`)],
      ['invalid_credentials', 'wrong_password'],
      check,
    );
  }

  /**
   * Looks an invite up; `invite_not_found` counts as a failure.
   *
   * @throws {DialtoneError} `rate_limited`, or what the look-up throws
   */
  invite<T>(address: string, lookUp: () => Promise<T>): Promise<T> {
    return this.bounded([() => this.invitesFrom.begin(networkOf(address))], ['invite_not_found'], lookUp);
  }

  private async bounded<T>(
    begin: readonly (() => () => void)[],
    failures: readonly ErrorCode[],
    work: () => Promise<T>,
  ): Promise<T> {
    if (!this.config.rateLimits) return work();
    const begun: (() => void)[] = [];
    try {
      for (const attempt of begin) begun.push(attempt());
      const result = await work();
      for (const takeBack of begun) takeBack();
      return result;
    } catch (error) {
      const isFailure = error instanceof DialtoneError && failures.includes(error.code);
      if (!isFailure) for (const takeBack of begun) takeBack();
      throw error;
    }
  }
}
