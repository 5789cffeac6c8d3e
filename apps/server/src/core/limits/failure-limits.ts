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
   * @param key whose failures add up
   * @throws {DialtoneError} `rate_limited` with the seconds to wait, or what the attempt throws
   */
  attempt<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Limits on failures, so that nobody can guess for long. Each node counts, and all of them together. */
@Injectable()
export class FailureLimits {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly everywhere: SharedFailures,
  ) {}

  /** A limit of a feature; without rate limits it lets everything through. */
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
