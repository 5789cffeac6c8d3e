import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Watch } from '../core/background/watch.js';
import { Backplane, EventsMissed } from '../core/backplane/backplane.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { ChannelDeleted } from './channels.events.js';
import { ChannelsRepository } from './channels.repository.js';

/** How often to look for deleted channels while other nodes cannot tell of them. */
const LOOK_MS = 1000;

/** Longer than any frame takes from its first check to its effect, and any event from node to node. */
const REMEMBERED_MS = 60_000;

/**
 * The channels that are deleted but not cleared away yet, in memory because every message asks for them. Once a channel
 * is cleared away, the database itself knows that it does not exist; it is remembered here for a minute more.
 */
@Injectable()
export class DeletedChannels implements OnModuleInit, BeforeApplicationShutdown {
  /** By id: is it still to be cleared away? */
  private readonly ids = new Map<string, boolean>();
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
    this.events.on(ChannelDeleted, ({ channelId }) => this.ids.set(channelId, true));
    this.events.on(EventsMissed, () => this.watch.trigger());
    await this.read();
    this.watch.triggerEvery(LOOK_MS, () => this.backplane.isAway);
  }

  /** Is it deleted and not cleared away yet? */
  has(id: string): boolean {
    return this.ids.get(id) === true;
  }

  /** Was it deleted, even if it is cleared away by now? Forgotten a minute after that. */
  remembers(id: string): boolean {
    return this.ids.has(id);
  }

  /** Asks the database, and forgets what any node has cleared away since; answers with what is left to clear. */
  async read(): Promise<string[]> {
    const known = [...this.ids.keys()]; // the answer may not have what is deleted meanwhile
    const deleted = new Set(await this.channels.listDeleted());
    for (const id of known) if (!deleted.has(id)) this.cleared(id);
    for (const id of deleted) if (!this.ids.has(id)) this.ids.set(id, true);
    return [...deleted];
  }

  /** It is cleared away. */
  cleared(id: string): void {
    if (!this.has(id)) return;
    this.ids.set(id, false);
    setTimeout(() => this.ids.delete(id), REMEMBERED_MS).unref();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }
}
