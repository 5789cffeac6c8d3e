import { Argument, Command } from 'commander';
import type { DataSources } from '../core/database/data-sources.js';
import { print } from './output.js';

const ACTIONS = ['up', 'down', 'status'] as const;

/** `dialtone migrate up|down|status` */
export function migrate(): Command {
  return new Command('migrate')
    .description(
      'apply the migrations that are missing (up), take back the last one with what it added (down), or list all (status); make a backup first',
    )
    .addArgument(new Argument('[action]', 'what to do').choices(ACTIONS).default('up'))
    .option('--json', 'print JSON')
    .action(run);
}

async function run(action: (typeof ACTIONS)[number], { json }: { json?: boolean }): Promise<void> {
  const [{ schema }, { loadConfig }, { appliedMigrations, claim, migrate: apply, openWithPatience }, { openLogger }] =
    await Promise.all([
      import('../app.module.js'),
      import('../core/config/config.js'),
      import('../core/database/open-database.js'),
      import('../core/observability/logger.js'),
    ]);
  const config = loadConfig(undefined, { makeSecrets: false });
  const logger = await openLogger(config.logLevel);
  const release = action === 'status' ? () => undefined : claim(config);
  try {
    const sources = await openWithPatience(config.database, schema, config.databaseWaitSeconds, logger);
    await work(sources).finally(() => sources.close());
  } finally {
    release();
  }

  async function work(sources: DataSources): Promise<void> {
    const before = await appliedMigrations(sources);
    if (action === 'up') {
      const applied = await apply(sources);
      print(json, { applied }, applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to do');
    } else if (action === 'down') {
      await sources.withMigrationLock(() => sources.writer.undoLastMigration({ transaction: 'each' }));
      const after = await appliedMigrations(sources);
      const reverted = [...before].filter((name) => !after.has(name));
      print(json, { reverted }, reverted.length > 0 ? `took ${reverted.join(', ')} back` : 'nothing to do');
    } else {
      const migrations = schema.migrations.map(({ name }) => ({ name, applied: before.has(name) }));
      const lines = migrations.map(({ name, applied }) => `${applied ? 'applied' : 'pending'}  ${name}`);
      print(json, { migrations }, lines.join('\n'));
    }
  }
}
