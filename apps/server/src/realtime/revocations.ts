import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { SessionsEnded } from '../auth/sessions.events.js';
import { SessionsService } from '../auth/sessions.service.js';
import type { Caller } from '../core/access/caller.js';
import { Watch } from '../core/background/watch.js';
import { Backplane, EventsMissed } from '../core/backplane/backplane.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { DeviceRemoved } from '../devices/devices.events.js';
import { Connections } from './connections.js';

/** How often to ask the database while Redis is away, so other nodes cannot tell of ended sessions. */
const CHECK_MS = 3000;
const RETRY_MS = 1000;
const SESSIONS_PER_QUERY = 500;

/** Longer than any handshake takes. */
const REMEMBERED_MS = 60_000;

/** Closes the connections of sessions that end, including connections whose handshake is just under way. */
@Injectable()
export class Revocations implements OnModuleInit, BeforeApplicationShutdown {
  /** The ids of sessions and devices that ended within the last minute. */
  private readonly ended = new Set<string>();
  private readonly watch = new Watch(() => this.findEnded(), {
    retryMs: RETRY_MS,
    onFailure: (error) => this.logger.debug({ err: error }, 'the sessions could not be checked'),
  });

  constructor(
    private readonly events: Events,
    private readonly connections: Connections,
    private readonly sessions: SessionsService,
    private readonly backplane: Backplane,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.events.on(SessionsEnded, ({ sessionIds }) => this.revoke(sessionIds));
    this.events.on(DeviceRemoved, ({ deviceId }) => this.revoke([deviceId]));
    this.events.on(EventsMissed, () => this.watch.trigger());
    this.watch.triggerEvery(CHECK_MS, () => this.backplane.isAway);
  }

  /** Has the caller's session ended within the last minute? */
  covers(caller: Caller): boolean {
    return this.ended.has(caller.sessionId) || this.ended.has(caller.deviceId);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }

  /** Closes the connections of these sessions or devices. */
  private revoke(ids: readonly string[]): void {
    for (const id of ids) this.ended.add(id);
    setTimeout(() => {
      for (const id of ids) this.ended.delete(id);
    }, REMEMBERED_MS).unref();
    this.connections.closeWhere((caller) => this.covers(caller), 'session_ended');
  }

  /** Finds sessions whose end this node has missed. */
  private async findEnded(): Promise<void> {
    const open = [...this.connections.sessions()];
    while (open.length > 0) {
      const some = open.splice(0, SESSIONS_PER_QUERY);
      const existing = await this.sessions.existing(some);
      const ended = some.filter((id) => !existing.has(id));
      if (ended.length > 0) this.revoke(ended);
    }
  }
}
