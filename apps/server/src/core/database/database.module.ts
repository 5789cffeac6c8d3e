import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Config, isDevelopment } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { schemaOfAll } from '../feature.js';
import { LOGGER } from '../observability/logger.module.js';
import { DATA_SOURCES } from './data-sources.js';
import { Database } from './database.js';
import { migrate, openWithPatience } from './open-database.js';
import { assertEntitiesDeclared, assertMigrated } from './schema.check.js';

@Module({})
export class DatabaseModule {
  /** Opens the store with the tables of the features, and brings its schema up to date. */
  static forRoot(features: readonly Type<object>[]): DynamicModule {
    assertEntitiesDeclared(features);
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: DATA_SOURCES,
          inject: [CONFIG, LOGGER],
          useFactory: async (config: Config, logger: Logger) => {
            const sources = await openWithPatience(
              config.database,
              schemaOfAll(features),
              config.databaseWaitSeconds,
              logger,
            );
            try {
              for (const name of await migrate(sources)) logger.info({ migration: name }, 'schema migrated');
              if (isDevelopment()) await assertMigrated(sources.writer, features);
              return sources;
            } catch (error) {
              await sources.close();
              throw error;
            }
          },
        },
        Database,
      ],
      exports: [Database],
    };
  }
}
