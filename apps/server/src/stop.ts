import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { limits } from '@app/contract';
import type { Logger } from 'pino';
import { LOGGER } from './core/observability/logger.js';
import { Connections } from './realtime/connections.js';

/** How long the whole stop may take; what is not closed by then ends with the process. */
const STOP_MS = limits.stopSeconds * 1000;

/** How long requests and frames may take to be answered; the rest of the stop is for closing. */
const ANSWER_MS = STOP_MS - 3000;

/** How long clients may take after that to read what they were sent last. */
const CLOSE_MS = 1500;

/** How long frames are still read: what clients had sent when they heard of the stop is on its way. */
const LAST_FRAMES_MS = 200;

/**
 * How the server stops: this file decides on the order and the deadlines, all others only do as they are told.
 *
 * 1. Nobody new comes in: the HTTP server does not listen any more, by which requests and handshakes tell that it stops.
 * 2. Every client is told when to come back, and closed once what it sent has been answered, as is every request.
 * 3. After `ANSWER_MS` what is not answered is closed all the same, and after `CLOSE_MS` more what has not gone is ended.
 * 4. Only now does anything else stop: what was accepted is stored (`beforeApplicationShutdown`), then the backplane and
 *    the database are closed (`onApplicationShutdown`).
 * 5. After `STOP_MS` the process ends, even if something does not let itself be closed.
 */
@Injectable()
export class Stop implements OnModuleInit, OnModuleDestroy {
  /** Every connection that the server has accepted, also those that have said nothing yet. */
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly connections: Connections,
  ) {}

  onModuleInit(): void {
    const { sockets } = this;
    // One function for all: there are many sockets.
    const forget = function (this: Socket) {
      sockets.delete(this);
    };
    this.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', forget);
    });
  }

  /** Steps 1 to 3: Nest calls this before all other hooks of a stop. */
  async onModuleDestroy(): Promise<void> {
    const ended = new Promise((resolve) => this.server.close(resolve));
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

  /** Closes what has not been answered in time. */
  private closeAll(): void {
    this.connections.closeWhere(() => true, 'going_away');
    this.server.closeAllConnections();
  }

  /** Ends what has not gone in time. */
  private endAll(): void {
    this.connections.terminateAll();
    for (const socket of this.sockets) socket.destroy();
  }

  private get server(): Server {
    return this.adapterHost.httpAdapter.getHttpServer() as Server;
  }
}

/** Stops the server on SIGTERM or SIGINT and ends the process with code 0. A second signal ends it at once. */
export function stopOnSignals(app: NestFastifyApplication): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(128 + constants.signals[signal]);
      isStopping = true;
      setTimeout(() => process.exit(0), STOP_MS);
      void app
        .close()
        .catch((error: unknown) => app.get<Logger>(LOGGER).error({ err: error }, 'stop failed'))
        .then(() => process.exit(0));
    });
  }
}
