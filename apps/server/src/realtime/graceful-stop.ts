import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { limits } from '@app/contract';
import { Connections } from './connections.js';

/** How long requests and frames may take to be answered; the rest of the stop is for closing. */
const ANSWER_MS = (limits.stopSeconds - 3) * 1000;

/** How long clients may take to read what they were sent last. */
const CLOSE_MS = 1500;

/**
 * The first thing that a stopping server does: nobody new comes in, those who are here get their answers, and then they
 * go. Only after that may anything else be closed.
 */
@Injectable()
export class GracefulStop implements OnModuleInit, OnModuleDestroy {
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

  async onModuleDestroy(): Promise<void> {
    const ended = new Promise((resolve) => this.server.close(resolve));
    const timers = [
      setTimeout(() => {
        this.connections.closeWhere(() => true, 'going_away');
        this.server.closeAllConnections();
      }, ANSWER_MS),
      setTimeout(() => {
        this.connections.terminateAll();
        for (const socket of this.sockets) socket.destroy();
      }, ANSWER_MS + CLOSE_MS),
    ];
    await this.connections.goAway();
    await ended;
    for (const timer of timers) clearTimeout(timer);
  }

  private get server(): Server {
    return this.adapterHost.httpAdapter.getHttpServer() as Server;
  }
}
