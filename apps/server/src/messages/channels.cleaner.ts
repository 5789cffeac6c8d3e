import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { ChannelDeleted } from '../channels/channels.events.js';
import { ChannelsService } from '../channels/channels.service.js';
import { Database } from '../core/database/database.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { MessagesRepository } from './messages.repository.js';

/** So few are deleted at once that a send which has to wait for it does not notice. */
const BATCH = 500;
const RETRY_MS = 5000;

/**
 * Clears deleted channels away: first their messages, a few at a time, then the channels. It goes on where a server that
 * was ended stopped; several servers may do the same work.
 */
@Injectable()
export class ChannelsCleaner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private running: Promise<void> | undefined;
  private isDue = false;
  private isStopped = false;

  constructor(
    private readonly db: Database,
    private readonly messages: MessagesRepository,
    private readonly channels: ChannelsService,
    private readonly events: Events,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.events.on(ChannelDeleted, () => this.start());
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private start(): void {
    this.isDue = true;
    this.running ??= this.run()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'a deleted channel could not be cleared away');
        setTimeout(() => this.start(), RETRY_MS).unref();
      })
      .finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    while (this.isDue && !this.isStopped) {
      this.isDue = false;
      for (const channelId of await this.channels.listDeleted()) await this.clear(channelId);
    }
  }

  private async clear(channelId: string): Promise<void> {
    for (let isEmpty = false; !isEmpty;) {
      await new Promise((resolve) => setImmediate(resolve)); // others have their turn
      if (this.isStopped) return;
      isEmpty = !(await this.db.write((tx) => this.messages.deleteFirst(tx, channelId, BATCH)));
    }
    await this.channels.remove(channelId);
  }
}
