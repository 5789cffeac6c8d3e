// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { operations } from '../generated/operations.js';
import { DialtoneError } from './dialtone-error.js';
import type { OperationId } from './operation-types.js';
import { PerKey } from './per-key.js';
import type { OperationSpec } from './specs.js';
import { TokenBucket } from './token-bucket.js';

/** Counts calls of operations that have a rate, for each user. */
export class OperationRates {
  private readonly buckets = new Map<OperationId, PerKey<TokenBucket>>();

  constructor() {
    for (const id of Object.keys(operations) as OperationId[]) {
      const { rate }: OperationSpec = operations[id];
      if (!rate) continue;
      const perSecond = rate.perMinute / 60;
      const create = (time: number) => new TokenBucket(perSecond, rate.burst, time);
      this.buckets.set(id, new PerKey((1000 * rate.burst) / perSecond, create));
    }
  }

  /**
   * Counts a call.
   *
   * @param time in milliseconds of any steady clock
   * @throws {DialtoneError} `rate_limited` with the seconds to wait
   */
  count(id: OperationId, userId: string, time: number): void {
    const bucket = this.buckets.get(id)?.of(userId, time);
    if (bucket?.take(time) === false) throw new DialtoneError('rate_limited', undefined, bucket.secondsToWait);
  }
}
