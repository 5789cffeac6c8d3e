import { Inject, Injectable } from '@nestjs/common';
import { DialtoneError, type ErrorCode } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { LocalFailures } from './local-failures.js';
import { SharedFailures, type SharedLimit } from './shared-failures.js';

export interface FailureLimitOptions extends SharedLimit {
  /** The errors that count as failures. */
  readonly failures: readonly ErrorCode[];
}

export interface FailureLimit {
  /**
   * Makes an attempt.
   *
   * @param key of whatever the failures are counted for
   * @throws {DialtoneError} `rate_limited` with the seconds to wait, or what the attempt throws
   */
  attempt<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Limits failures, against guessing. Each node counts its own, and all nodes count together through Redis. */
@Injectable()
export class FailureLimits {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly everywhere: SharedFailures,
  ) {}

  /** Declares a limit. It lets everything through when the operator has switched rate limits off. */
  of({ failures, ...limit }: FailureLimitOptions): FailureLimit {
    const here = new LocalFailures(limit.max, limit.windowSeconds);
    const isFailure = (error: unknown) => error instanceof DialtoneError && failures.includes(error.code);
    return {
      attempt: (key, work) =>
        this.config.rateLimits
          ? here.attempt(key, isFailure, () => this.everywhere.attempt(limit, key, isFailure, work))
          : work(),
    };
  }
}
