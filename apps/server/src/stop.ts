import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { limits } from '@app/contract';
import type { Logger } from 'pino';
import { type Config, CONFIG } from './core/config/config.js';
import { stopListening } from './core/http/listen.js';
import { identify } from './core/observability/identity.js';
import { LOGGER } from './core/observability/logger.js';
import { ReadinessService } from './health/readiness.service.js';
import { Connections } from './realtime/connections.js';
import { stopBy } from './signals.js';

/** How long the whole stop may take, once it drains no more; then the process ends, whatever is still open. */
const STOP_MS = limits.stopSeconds * 1000;

/** How long requests and frames may take to be answered; the rest of the time is for closing. */
const ANSWER_MS = STOP_MS - 3000;

/** How long clients may take after that to read the last answers. */
const CLOSE_MS = 1500;

/** How long frames are still read: some were on their way when the clients heard of the stop. */
const LAST_FRAMES_MS = 200;

/**
 * How the server stops. The order and the deadlines are decided here and nowhere else.
 *
 * 0. The server tells at once that it is not ready. With `DIALTONE_DRAIN_SECONDS` everything else goes on for so long, so
 *    that load balancers, which ask by new connections, send nobody new before it hangs up on them.
 * 1. The HTTP server stops listening, which also tells requests and handshakes that the stop has begun.
 * 2. Every client is told when to come back, and closed once everything it has sent is answered. So is every request.
 * 3. After `ANSWER_MS`, connections are closed even if something is unanswered, and `CLOSE_MS` later they are ended.
 * 4. Only then does everything else stop: accepted messages are stored (`beforeApplicationShutdown`), and after that
 *    the backplane and the database are closed (`onApplicationShutdown`).
 * 5. `STOP_MS` after step 0 the process ends, even if something could not be closed.
 */
@Injectable()
export class Stop implements OnModuleInit, OnModuleDestroy {
  /** All connections to the HTTP server, including those that have sent nothing yet. */
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly connections: Connections,
    private readonly readiness: ReadinessService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const { sockets } = this;
    // One function for all sockets, because there are many.
    const forget = function (this: Socket) {
      sockets.delete(this);
    };
    this.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', forget);
    });
  }

  /** Steps 0 to 3: Nest calls this before all other hooks of a stop. */
  async onModuleDestroy(): Promise<void> {
    this.readiness.isStopping = true;
    const { drainSeconds: seconds } = this.config;
    if (seconds > 0) {
      this.logger.info({ seconds }, 'the server drains');
      await delay(seconds * 1000);
    }
    this.logger.info(identify(this.server, this.config), 'the server stops');
    const ended = stopListening(this.server);
    const timers = [
      setTimeout(() => this.closeAll(), ANSWER_MS),
      setTimeout(() => this.endAll(), ANSWER_MS + CLOSE_MS),
    ];
    if (this.connections.announceStop() > 0) await delay(LAST_FRAMES_MS);
    this.connections.closeAnswered('going_away');
    await this.connections.allGone();
    await ended;
    for (const timer of timers) clearTimeout(timer);
  }

  /** Closes everything that was not answered in time. */
  private closeAll(): void {
    this.connections.closeWhere(() => true, 'going_away');
    this.server.closeAllConnections();
  }

  /** Ends everything that did not close in time. */
  private endAll(): void {
    this.connections.terminateAll();
    for (const socket of this.sockets) socket.destroy();
  }

  private get server(): Server {
    return this.adapterHost.httpAdapter.getHttpServer() as Server;
  }
}

/** From now on SIGTERM or SIGINT stops the server and ends the process with code 0. */
export function stopOnSignals(app: NestFastifyApplication): void {
  stopBy(() => {
    const { drainSeconds } = app.get<Config>(CONFIG);
    setTimeout(() => process.exit(0), drainSeconds * 1000 + STOP_MS);
    void app
      .close()
      .then(
        () => app.get<Logger>(LOGGER).info('the server has stopped'),
        (error: unknown) => app.get<Logger>(LOGGER).error({ err: error }, 'stop failed'),
      )
      .then(() => process.exit(0));
  });
}
