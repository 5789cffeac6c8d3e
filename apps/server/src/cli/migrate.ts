import { Argument, Command } from 'commander';
import { print } from './output.js';

const ACTIONS = ['up', 'down', 'status'] as const;

/** `dialtone migrate up|down|status` */
export function migrate(): Command {
  return new Command('migrate')
    .description('apply the migrations that are missing (up), take back the last one (down), or list all (status)')
    .addArgument(new Argument('[action]', 'what to do').choices(ACTIONS).default('up'))
    .option('--json', 'print JSON')
    .action(run);
}

async function run(action: (typeof ACTIONS)[number], { json }: { json?: boolean }): Promise<void> {
  const [{ schema }, { loadConfig }, { appliedMigrations }, { migrate: apply, openWithPatience }, { createLogger }] =
    await Promise.all([
      import('../app.module.js'),
      import('../core/config/config.js'),
      import('../core/database/applied-migrations.js'),
      import('../core/database/open-database.js'),
      import('../core/observability/logger.js'),
    ]);
  const config = loadConfig(undefined, { makeSecrets: false });
  const logger = createLogger(config.logLevel);
  const sources = await openWithPatience(config.database, schema, config.databaseWaitSeconds, logger);
  const { writer } = sources;
  try {
    const before = await appliedMigrations(sources);
    if (action === 'up') {
      const applied = await apply(sources);
      print(json, { applied }, applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to do');
    } else if (action === 'down') {
      await sources.withMigrationLock(() => writer.undoLastMigration({ transaction: 'each' }));
      const after = await appliedMigrations(sources);
      const reverted = [...before].filter((name) => !after.has(name));
      print(json, { reverted }, reverted.length > 0 ? 'took the last migration back' : 'nothing to do');
    } else {
      const migrations = schema.migrations.map(({ name }) => ({ name, applied: before.has(name) }));
      const lines = migrations.map(({ name, applied }) => `${applied ? 'applied' : 'pending'}  ${name}`);
      print(json, { migrations }, lines.join('\n'));
    }
  } finally {
    await sources.close();
  }
}
