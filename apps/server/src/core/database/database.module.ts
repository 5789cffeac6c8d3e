import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { DATA_SOURCES, type Entities, openDataSources } from './data-sources.js';
import { Database } from './database.js';

@Module({})
export class DatabaseModule {
  /** Opens the store with the entities of all features. */
  static forRoot(entities: Entities): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: DATA_SOURCES,
          inject: [CONFIG],
          useFactory: (config: Config) => openDataSources(config.database, entities),
        },
        Database,
      ],
      exports: [Database],
    };
  }
}
