import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Watch } from '../core/background/watch.js';
import { Backplane, EventsMissed } from '../core/backplane/backplane.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { ChannelDeleted } from './channels.events.js';
import { ChannelsRepository } from './channels.repository.js';

/** How often to ask the database while Redis is away, so other nodes cannot tell of deletions. */
const CHECK_MS = 1000;

/** Longer than it takes to serve a frame, or to pass an event from node to node. */
const REMEMBERED_MS = 60_000;

/**
 * The channels that are deleted but not removed yet, in memory because every message has to be checked against them.
 * A channel that is removed is remembered for one more minute; after that, the database knows that it does not exist.
 */
@Injectable()
export class DeletedChannels implements OnModuleInit, BeforeApplicationShutdown {
  /** By id: is it still to be removed? */
  private readonly ids = new Map<string, boolean>();
  private readonly watch = new Watch(() => this.read(), {
    retryMs: CHECK_MS,
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
    this.watch.triggerEvery(CHECK_MS, () => this.backplane.isAway);
  }

  /** Is it deleted but not removed yet? */
  has(id: string): boolean {
    return this.ids.get(id) === true;
  }

  /** Is it deleted, or was it removed within the last minute? */
  remembers(id: string): boolean {
    return this.ids.has(id);
  }

  /** Brings the memory up to date with the database; returns the channels that are deleted but not removed yet. */
  async read(): Promise<string[]> {
    const known = [...this.ids.keys()]; // a channel that is deleted during the query may be missing in its result
    const deleted = new Set(await this.channels.listDeleted());
    for (const id of known) if (!deleted.has(id)) this.removed(id);
    for (const id of deleted) if (!this.ids.has(id)) this.ids.set(id, true);
    return [...deleted];
  }

  /** It is removed from the database. */
  removed(id: string): void {
    if (!this.has(id)) return;
    this.ids.set(id, false);
    setTimeout(() => this.ids.delete(id), REMEMBERED_MS).unref();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }
}
