import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { LOGGER } from '../observability/logger.module.js';
import { DATA_SOURCES, type Schema } from './data-sources.js';
import { Database } from './database.js';
import { migrate, openWithPatience } from './open-database.js';

@Module({})
export class DatabaseModule {
  /** Opens the store and brings its schema up to date. */
  static forRoot(schema: Schema): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: DATA_SOURCES,
          inject: [CONFIG, LOGGER],
          useFactory: async (config: Config, logger: Logger) => {
            const sources = await openWithPatience(config.database, schema, config.databaseWaitSeconds, logger);
            for (const name of await migrate(sources)) logger.info({ migration: name }, 'schema migrated');
            return sources;
          },
        },
        Database,
      ],
      exports: [Database],
    };
  }
}
