import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import LibsqlDatabase from 'libsql';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { DatabaseConfig } from '../config/config.js';
import { migrations } from './migrations/index.js';

/** Injection token of the open `DataSources`. */
export const DATA_SOURCES = Symbol('DATA_SOURCES');

/** The connections of the store. */
export interface DataSources {
  readonly writer: DataSource;
  readonly reader: DataSource;
  close(): Promise<void>;
}

export type Entities = readonly EntityTarget<ObjectLiteral>[];

/** The part of the driver's connection that is used here. */
interface LibsqlConnection {
  pragma(statement: string): unknown;
}

/** Opens the database and brings its schema up to date. */
export async function openDataSources(config: DatabaseConfig, entities: Entities): Promise<DataSources> {
  mkdirSync(dirname(config.path), { recursive: true, mode: 0o700 });
  const writer = await sqlite(config.path, entities).initialize();
  await writer.runMigrations({ transaction: 'each' });
  const reader = await sqlite(config.path, entities, { query_only: 'ON' }).initialize();
  return {
    writer,
    reader,
    close: async () => {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

function sqlite(path: string, entities: Entities, pragmas: Record<string, string> = {}): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    driver: LibsqlDatabase,
    database: path,
    entities: [...entities] as DataSource['options']['entities'],
    migrations: [...migrations],
    prepareDatabase: (connection: LibsqlConnection) => {
      // FULL: a commit is on the disk before it is acknowledged.
      const settings = {
        journal_mode: 'WAL',
        synchronous: 'FULL',
        foreign_keys: 'ON',
        busy_timeout: '5000',
        ...pragmas,
      };
      for (const [name, value] of Object.entries(settings)) connection.pragma(`${name} = ${value}`);
    },
  });
}
