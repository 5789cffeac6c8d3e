import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { ChannelDeleted } from '../channels/channels.events.js';
import { ChannelsService } from '../channels/channels.service.js';
import { Watch } from '../core/background/watch.js';
import { Database } from '../core/database/database.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { MessagesRepository } from './messages.repository.js';

/** How many messages are deleted at once: few enough that a send which has to wait is not noticeably slower. */
const BATCH = 500;
const RETRY_MS = 5000;

/**
 * Removes deleted channels: first their messages, a few at a time, then the channels themselves. After a restart it
 * goes on where it stopped; several servers may do this at once.
 */
@Injectable()
export class ChannelsCleaner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly watch = new Watch(() => this.clearAll(), {
    retryMs: RETRY_MS,
    onFailure: (error) => {
      if (!this.db.isOutage(error)) this.logger.warn({ err: error }, 'a deleted channel could not be removed');
    },
  });

  constructor(
    private readonly db: Database,
    private readonly messages: MessagesRepository,
    private readonly channels: ChannelsService,
    private readonly events: Events,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.events.on(ChannelDeleted, () => this.watch.trigger());
    this.watch.trigger();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }

  private async clearAll(): Promise<void> {
    for (const channelId of await this.channels.listDeleted()) await this.clear(channelId);
  }

  private async clear(channelId: string): Promise<void> {
    for (let isEmpty = false; !isEmpty;) {
      await new Promise((resolve) => setImmediate(resolve)); // lets other work run
      if (this.watch.isStopped) return;
      isEmpty = !(await this.db.write((tx) => this.messages.deleteFirst(tx, channelId, BATCH)));
    }
    await this.channels.remove(channelId);
  }
}
