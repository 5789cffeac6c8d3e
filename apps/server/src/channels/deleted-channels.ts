import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Watch } from '../core/background/watch.js';
import { Backplane } from '../core/backplane/backplane.js';
import { EventsMissed } from '../core/backplane/backplane.events.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { ChannelDeleted } from './channels.events.js';
import { ChannelsRepository } from './channels.repository.js';

/** How often to look for deleted channels while other nodes cannot tell of them. */
const LOOK_MS = 1000;

/**
 * The channels that were deleted and are not cleared away yet: to be asked for each message, so it is in memory. Of those
 * that are, the database itself knows that they do not exist.
 */
@Injectable()
export class DeletedChannels implements OnModuleInit, BeforeApplicationShutdown {
  private readonly ids = new Set<string>();
  private readonly watch = new Watch(() => this.read(), {
    retryMs: LOOK_MS,
    onFailure: (error) => this.logger.debug({ err: error }, 'the deleted channels could not be read'),
  });

  constructor(
    private readonly channels: ChannelsRepository,
    private readonly events: Events,
    private readonly backplane: Backplane,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.events.on(ChannelDeleted, ({ channelId }) => this.ids.add(channelId));
    this.events.on(EventsMissed, () => this.watch.trigger());
    await this.read();
    this.watch.triggerEvery(LOOK_MS, () => this.backplane.isAway);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Asks the database, and forgets what is cleared away since, by any node; answers with what is not. */
  async read(): Promise<string[]> {
    const known = [...this.ids]; // what is deleted meanwhile, the answer may not have yet
    const deleted = new Set(await this.channels.listDeleted());
    for (const id of known) if (!deleted.has(id)) this.ids.delete(id);
    for (const id of deleted) this.ids.add(id);
    return [...deleted];
  }

  /** This one is cleared away. */
  forget(id: string): void {
    this.ids.delete(id);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }
}
