import { Injectable } from '@nestjs/common';
import type { Caller } from '../core/access/caller.js';

/** Longer than any handshake takes from its authentication to its connection. */
const KEPT_MS = 60_000;

/**
 * The sessions and devices that ended a moment ago, so that a handshake that was authenticated just before does not
 * slip through.
 */
@Injectable()
export class Revocations {
  private readonly endedAt = new Map<string, number>();

  /** Remembers a session's or device's id. */
  add(id: string): void {
    const time = performance.now();
    for (const [old, endedAt] of this.endedAt) {
      if (endedAt > time - KEPT_MS) break;
      this.endedAt.delete(old);
    }
    this.endedAt.set(id, time);
  }

  /** Has the caller's session just ended? */
  covers(caller: Caller): boolean {
    return this.endedAt.has(caller.sessionId) || this.endedAt.has(caller.deviceId);
  }
}
