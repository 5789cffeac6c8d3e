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
      'check settings, files, database, Redis, TLS, disk and limits; changes nothing, and ends with 1 on errors',
    )
    .addOption(url.argParser(parseUrl))
    .option('--json', 'print JSON')
    .action(run);
}

async function run({ url, json }: { url?: string; json?: boolean }): Promise<void> {
  const findings = await examine(url);
  print(json, { findings }, findings.map(inWords).join('\n'));
  const errors = findings.filter(({ level }) => level === 'error').length;
  if (errors > 0) throw new Failure(errors === 1 ? 'there is an error' : `there are ${errors} errors`);
}

async function examine(url: string | undefined): Promise<Finding[]> {
  const { checkMachine } = await import('../core/checkup/machine.checkup.js');
  const { checkSettings } = await import('../core/checkup/settings.checkup.js');
  const { config, findings } = checkSettings();
  findings.push(...checkMachine());
  if (config) {
    const { checkDisk, checkFolder } = await import('../core/checkup/folder.checkup.js');
    const { checkTls } = await import('../core/checkup/tls.checkup.js');
    const { checkDatabase } = await import('../core/database/database.checkup.js');
    const { checkRedis } = await import('../core/backplane/redis.checkup.js');
    const { FEATURES } = await import('../app.module.js');
    findings.push(...checkFolder(config), ...(await checkDisk(config)), ...checkTls(config));
    findings.push(...(await checkDatabase(config, FEATURES)), ...(await checkRedis(config)));
  } else {
    const text = 'folder, disk, TLS, database and Redis were not looked at';
    findings.push({ about: 'settings', level: 'warning', text, advice: 'Correct the settings first, then ask again.' });
  }
  if (url !== undefined) {
    const { checkProxy } = await import('./proxy.checkup.js');
    const { findAdminToken } = await import('../core/config/admin-token.js');
    const { AdminApi } = await import('./admin-api.js');
    const token = findAdminToken();
    findings.push(...(await checkProxy(url, token === null ? null : new AdminApi(url, token))));
  }
  return findings;
}

const SIGNS = { ok: 'ok     ', warning: 'WARNING', error: 'ERROR  ' } as const;

function inWords({ about, level, text, advice }: Finding): string {
  return `${SIGNS[level]}  ${about}: ${text}${advice === undefined ? '' : `\n           ${advice}`}`;
}
