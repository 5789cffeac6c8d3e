import { Injectable } from '@nestjs/common';
import { DialtoneError } from '@app/contract';
import { Backplane } from '../backplane/backplane.js';
import { newId } from '../security/tokens.js';

/** How long an attempt may take before it is considered lost with its node. */
const LEASE_MS = 30_000;
/** How long an attempt that has to wait for others pauses before it asks again. */
const PAUSE_MS = 100;

/**
 * A key's failures (`f <name>`) and attempts under way (`u <name>`) are members of one sorted set, ordered by time.
 * Redis runs scripts atomically, and its clock counts for all nodes.
 */
const BEGIN = `
  local window, max, lease, name = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local failures, underWay, oldest = 0, 0, now
  local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
  for i = 1, #members, 2 do
    local isFailure, at = string.sub(members[i], 1, 1) == 'f', tonumber(members[i + 1])
    if at <= now - (isFailure and window or lease) then redis.call('ZREM', KEYS[1], members[i])
    elseif isFailure then failures, oldest = failures + 1, math.min(oldest, at)
    else underWay = underWay + 1 end
  end
  if failures >= max then return math.max(1, oldest + window - now) end
  if failures + underWay >= max then return 0 end
  redis.call('ZADD', KEYS[1], now, 'u ' .. name)
  redis.call('PEXPIRE', KEYS[1], window)
  return -1
`;

const END = `
  local window, isFailure, name = tonumber(ARGV[1]), ARGV[2] == '1', ARGV[3]
  local time = redis.call('TIME')
  redis.call('ZREM', KEYS[1], 'u ' .. name)
  if isFailure then
    redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), 'f ' .. name)
    redis.call('PEXPIRE', KEYS[1], window)
  end
`;

/** A limit on failures that all nodes count for together. */
export interface SharedLimit {
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** Does for all nodes together what `LocalFailures` does for one. While Redis is away it lets everything through. */
@Injectable()
export class SharedFailures {
  constructor(private readonly backplane: Backplane) {}

  /**
   * Makes an attempt.
   *
   * @param isFailure whether what the attempt threw counts as a failure
   * @throws {DialtoneError} `rate_limited` with the seconds to wait, or what the attempt throws
   */
  async attempt<T>(
    limit: SharedLimit,
    key: string,
    isFailure: (error: unknown) => boolean,
    work: () => Promise<T>,
  ): Promise<T> {
    const name = newId();
    const fullKey = `${limit.name}\n${key}`;
    if (!(await this.begin(limit, fullKey, name))) return work();
    let failed = false;
    try {
      return await work();
    } catch (error) {
      failed = isFailure(error);
      throw error;
    } finally {
      await this.run(END, fullKey, [limit.windowSeconds * 1000, failed ? 1 : 0, name]);
    }
  }

  /** Registers an attempt, once it may begin; false when Redis is away or not in use. */
  private async begin(limit: SharedLimit, key: string, name: string): Promise<boolean> {
    const windowMs = limit.windowSeconds * 1000;
    for (;;) {
      const answer = await this.run(BEGIN, key, [windowMs, limit.max, LEASE_MS, name]);
      if (answer === null) return false;
      if (answer < 0) return true;
      if (answer > 0) throw new DialtoneError('rate_limited', undefined, Math.ceil(answer / 1000));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private async run(script: string, key: string, args: readonly (string | number)[]): Promise<number | null> {
    if (!this.backplane.isShared || this.backplane.isAway) return null;
    try {
      return Number(await this.backplane.run(script, key, args));
    } catch {
      return null; // Redis has just gone away
    }
  }
}
