import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Watch } from '../core/background/watch.js';
import { Database } from '../core/database/database.js';
import { LOGGER } from '../core/observability/logger.js';
import { now } from '../core/security/clock.js';
import { DevicesRepository } from './devices.repository.js';

/** How often a device is noted as seen: more would only be writes, for a time that nobody needs to the minute. */
const SEEN_EVERY_MS = 3_600_000;
const RETRY_MS = 60_000;
const IDS_PER_QUERY = 500;

/** Is it so long since that time that a device that is seen now has to be noted? */
export function isUnseen(lastSeenAt: Date | null, at: Date): boolean {
  return lastSeenAt === null || lastSeenAt.getTime() < at.getTime() - SEEN_EVERY_MS;
}

/**
 * Notes when devices are seen. Nobody waits for it: what comes while the database is at work is noted together, and
 * where all were seen within the hour, nothing is written at all.
 */
@Injectable()
export class LastSeenService implements BeforeApplicationShutdown {
  private readonly waiting = new Set<string>();
  private readonly watch = new Watch(() => this.note(), {
    retryMs: RETRY_MS,
    onFailure: (error) => this.logger.debug({ err: error }, 'who was seen could not be noted'),
  });

  constructor(
    private readonly db: Database,
    private readonly devices: DevicesRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The device was seen now. */
  mark(deviceId: string): void {
    this.waiting.add(deviceId);
    this.watch.trigger();
  }

  /** Notes those whose connections the stop has closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.watch.stop();
    await this.note().catch((error: unknown) =>
      this.logger.debug({ err: error }, 'who was seen last could not be noted'),
    );
  }

  private async note(): Promise<void> {
    while (this.waiting.size > 0) {
      const some = [...this.waiting].slice(0, IDS_PER_QUERY);
      const at = now();
      const unseen = await this.devices.listUnseen(some, new Date(at.getTime() - SEEN_EVERY_MS));
      if (unseen.length > 0) await this.db.write((tx) => this.devices.see(tx, unseen, at));
      for (const id of some) this.waiting.delete(id);
    }
  }
}
