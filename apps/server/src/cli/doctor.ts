import { Command, Option } from 'commander';
import type { Finding } from '../core/checkup/finding.js';
import { Failure } from './failure.js';
import { print } from './output.js';
import { parseUrl } from './reach.js';

/** `dialtone doctor` */
export function doctor(): Command {
  const url = new Option(
    '--url <url>',
    'also ask the server at this address, as clients reach it: proxy, TLS, WebSockets',
  );
  return new Command('doctor')
    .description(
      'check settings, files, database, Redis, TLS, disk and limits; makes and migrates nothing, and ends with 1 on errors',
    )
    .addOption(url.argParser(parseUrl))
    .option('--json', 'print JSON')
    .action(run);
}

async function run({ url, json }: { url?: string; json?: boolean }): Promise<void> {
  const { examine } = await import('./examine.js');
  const findings = await examine({ url });
  print(json, { findings }, findings.map(inWords).join('\n'));
  const errors = findings.filter(({ level }) => level === 'error').length;
  if (errors > 0) throw new Failure(errors === 1 ? 'there is an error' : `there are ${errors} errors`);
}

const SIGNS = { ok: 'ok     ', warning: 'WARNING', error: 'ERROR  ' } as const;

function inWords({ about, level, text, advice }: Finding): string {
  return `${SIGNS[level]}  ${about}: ${text}${advice === undefined ? '' : `\n           ${advice}`}`;
}
