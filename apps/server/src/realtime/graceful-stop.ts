import type { Server } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { limits } from '@app/contract';
import { Connections } from './connections.js';

/** How long requests and frames may take to be answered; the rest of the stop is for closing. */
const ANSWER_MS = (limits.stopSeconds - 3) * 1000;

/**
 * The first thing that a stopping server does: nobody new comes in, those who are here get their answers, and then they
 * go. Only after that may anything else be closed.
 */
@Injectable()
export class GracefulStop implements OnModuleDestroy {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly connections: Connections,
  ) {}

  async onModuleDestroy(): Promise<void> {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    const ended = new Promise((resolve) => server.close(resolve));
    const deadline = setTimeout(() => {
      this.connections.closeWhere(() => true, 'going_away');
      server.closeAllConnections();
    }, ANSWER_MS);
    await this.connections.goAway();
    await ended;
    clearTimeout(deadline);
  }
}
