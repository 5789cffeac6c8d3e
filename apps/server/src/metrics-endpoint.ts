import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Logger } from 'pino';
import { type Config, CONFIG } from './core/config/config.js';
import type { MetricsServer } from './core/observability/metrics-server.js';
import { LOGGER } from './core/observability/logger.js';

/** Serves the metrics from the end of the start to the end of the stop, if the operator has asked for them. */
@Injectable()
export class MetricsEndpoint implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Where it listens; null when it does not. */
  port: number | null = null;
  private server: MetricsServer | undefined;

  constructor(
    private readonly moduleRef: ModuleRef,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { metrics } = this.config;
    if (!metrics) return;
    // Imported here, so that a server without metrics does not load them.
    const [{ Collector }, { Exposition }, { METRICS }, { MetricsServer }] = await Promise.all([
      import('./collect-metrics.js'),
      import('./core/observability/exposition.js'),
      import('./metrics.js'),
      import('./core/observability/metrics-server.js'),
    ]);
    const collector = new Collector(this.moduleRef);
    this.server = new MetricsServer(new Exposition(METRICS, () => collector.collect()), this.logger);
    this.port = await this.server.listen(metrics);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.close();
  }
}
