import { Command } from 'commander';
import { findGoDatabaseUrl, GO_DATABASE_URL } from '../core/config/go-database-url.js';
import { Failure } from './failure.js';
import { print } from './output.js';

interface Options {
  readonly dryRun?: boolean;
  readonly checkUser?: string;
  readonly json?: boolean;
}

/** `dialtone import-dialtone-go` */
export function importDialtoneGo(): Command {
  return new Command('import-dialtone-go')
    .description("take over the PostgreSQL database of dialtone-go, the server's predecessor")
    .argument('[url]', `postgres://user:password@host:5432/database; better in ${GO_DATABASE_URL}`)
    .option('--check-user <name>', 'go on only if somebody there has this name under the pepper of the settings')
    .option('--dry-run', 'say what would happen, and write nothing')
    .option('--json', 'print JSON')
    .action(run);
}

async function run(this: Command, argument: string | undefined, options: Options): Promise<void> {
  const url = argument ?? findGoDatabaseUrl();
  if (url === null) this.error(`error: missing the URL of dialtone-go's database: set ${GO_DATABASE_URL}`);
  const [
    { loadConfig },
    { GoServer },
    { findPepperForm },
    { openForReading, openTarget },
    { assertSamePeople, takeOver },
    { inWords },
  ] = await Promise.all([
    import('../core/config/config.js'),
    import('./import-dialtone-go/go-server.js'),
    import('./import-dialtone-go/pepper-form.js'),
    import('./import-dialtone-go/target.js'),
    import('./import-dialtone-go/takeover.js'),
    import('./import-dialtone-go/report.js'),
  ]);
  const config = loadConfig(undefined, { makeSecrets: false });
  if (config.pepper === null)
    throw new Failure("DIALTONE_USERNAME_PEPPER: set it to dialtone-go's; without it nobody could log in");
  const { dryRun = false, checkUser } = options;
  const source = await GoServer.open(url);
  try {
    const pepper = checkUser === undefined ? config.pepper : await findPepperForm(checkUser, source, config.pepper);
    const target = await (dryRun ? openForReading(config) : openTarget(config));
    try {
      await assertSamePeople(source, target);
      await target.confirmPepper(pepper);
      const report = { dry_run: dryRun, ...(await takeOver(source, target)) };
      await target.complete(source.readAt);
      print(options.json, report, inWords(report));
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
