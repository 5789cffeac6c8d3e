import { Command } from 'commander';
import { print } from './output.js';
import { Failure } from './failure.js';

/** How many lines of the log are looked at. */
const LOG_LINES = 500;

interface Options {
  readonly log?: string;
  readonly json?: boolean;
}

/** `dialtone support-bundle` */
export function supportBundle(): Command {
  return new Command('support-bundle')
    .description(
      'write down versions, settings, findings and counts for those who help, without secrets, names and addresses',
    )
    .argument('[file]', 'where to write it', 'dialtone-support.json')
    .option('--log <file>', `also the last ${LOG_LINES} lines of this log (JSON), without what is about people`)
    .option('--json', 'print JSON')
    .action(run);
}

async function run(file: string, { log, json }: Options): Promise<void> {
  const [{ readFileSync, writeFileSync }, { describeInstallation }] = await Promise.all([
    import('node:fs'),
    import('./describe-installation.js'),
  ]);
  try {
    const bundle = await describeInstallation(log === undefined ? null : readFileSync(log, 'utf8'), LOG_LINES);
    writeFileSync(file, `${JSON.stringify(bundle, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new Failure(`${file} exists already: name another file`);
    if (code === undefined) throw error;
    throw new Failure((error as Error).message);
  }
  print(json, { file }, `${file} is written; read it before you pass it on`);
}
