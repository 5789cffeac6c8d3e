import { schema } from './app.module.js';
import { ConfigError, loadConfig } from './core/config/config.js';
import { StartError } from './core/config/start-error.js';
import { migrate, openWithPatience } from './core/database/open-database.js';
import { openLogger } from './core/observability/logger.js';

/** Migrates by hand: `up` (the default), `down` (undoes the last migration) or `status`. */
const [command = 'up'] = process.argv.slice(2);

process.umask(0o077); // files are for the server's user alone
try {
  if (!['up', 'down', 'status'].includes(command)) throw new ConfigError([`${command}: expected up, down or status`]);
  const config = loadConfig();
  const logger = await openLogger(config.logLevel);
  const sources = await openWithPatience(config.database, schema, config.databaseWaitSeconds, logger);
  const { writer } = sources;
  const names = new Set((await migrationsTable()).map(({ name }) => name));
  if (command === 'up') {
    const applied = await migrate(sources);
    console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to do');
  } else if (command === 'down') {
    await sources.withMigrationLock(() => writer.undoLastMigration({ transaction: 'each' }));
    const left = await migrationsTable();
    console.log(left.length < names.size ? 'took the last migration back' : 'nothing to do');
  } else {
    for (const { name } of schema.migrations) console.log(`${names.has(name) ? 'applied' : 'pending'}  ${name}`);
  }
  await sources.close();

  async function migrationsTable(): Promise<{ name: string }[]> {
    const exists = await writer.createQueryRunner().hasTable('migrations');
    return exists ? writer.query<{ name: string }[]>('SELECT name FROM migrations') : [];
  }
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
