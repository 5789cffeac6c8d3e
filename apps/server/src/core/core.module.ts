import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import type { Logger } from 'pino';
import { Backplane } from './backplane/backplane.js';
import { type Config, CONFIG } from './config/config.js';
import { DATA_SOURCES, type DataSources } from './database/data-sources.js';
import { Database } from './database/database.js';
import { openUpToDate } from './database/open-database.js';
import { assertEntitiesDeclared } from './database/schema.check.js';
import { Events } from './events/events.js';
import { ErrorFilter } from './http/error.filter.js';
import { OperationGuard } from './http/operation.guard.js';
import { RequestCounts } from './http/request-counts.js';
import { OperationsCheck } from './http/operations.check.js';
import { FailureLimits } from './limits/failure-limits.js';
import { SharedFailures } from './limits/shared-failures.js';
import { EventLoop } from './observability/event-loop.js';
import { LOGGER } from './observability/logger.js';
import { Passwords } from './security/passwords.js';
import { confirmPepper, PEPPER } from './security/pepper.js';

/** What the features build on. It is global, so that they need not import it. */
@Module({})
export class CoreModule {
  /** @param features whose tables the database gets */
  static forRoot(config: Config, logger: Logger, features: readonly Type<object>[]): DynamicModule {
    assertEntitiesDeclared(features);
    return {
      module: CoreModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: DATA_SOURCES, useFactory: () => openUpToDate(config, features, logger) },
        {
          provide: PEPPER,
          useFactory: (sources: DataSources) =>
            confirmPepper(sources, config).catch(async (error: unknown) => {
              await sources.close();
              throw error;
            }),
          inject: [DATA_SOURCES],
        },
        Database,
        Events,
        Backplane,
        EventLoop,
        Passwords,
        FailureLimits,
        SharedFailures,
        RequestCounts,
        OperationsCheck,
        { provide: APP_GUARD, useClass: OperationGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [
        CONFIG,
        LOGGER,
        PEPPER,
        Database,
        Events,
        Backplane,
        EventLoop,
        Passwords,
        FailureLimits,
        RequestCounts,
      ],
    };
  }
}
