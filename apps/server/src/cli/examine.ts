import { FEATURES } from '../app.module.js';
import { checkRedis } from '../core/backplane/redis.checkup.js';
import type { Finding } from '../core/checkup/finding.js';
import { checkDisk, checkFolder } from '../core/checkup/folder.checkup.js';
import { checkMachine } from '../core/checkup/machine.checkup.js';
import { checkSettings } from '../core/checkup/settings.checkup.js';
import { checkTls } from '../core/checkup/tls.checkup.js';
import { findAdminToken } from '../core/config/admin-token.js';
import { checkDatabase } from '../core/database/database.checkup.js';
import { AdminApi } from './admin-api.js';
import { checkProxy } from './proxy.checkup.js';

export interface Examined {
  /** Where clients reach the server; left out where that is not to be asked. */
  readonly url?: string;
  /** The settings; by default those of the process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Everything that can be found out about an installation, without changing it. */
export async function examine({ url, env }: Examined): Promise<Finding[]> {
  const { config, findings } = checkSettings(env);
  findings.push(...checkMachine());
  if (config) {
    findings.push(...checkFolder(config), ...(await checkDisk(config)), ...checkTls(config));
    findings.push(...(await checkDatabase(config, FEATURES)), ...(await checkRedis(config)));
  } else {
    const text = 'folder, disk, TLS, database and Redis were not looked at';
    findings.push({ about: 'settings', level: 'warning', text, advice: 'Correct the settings first, then ask again.' });
  }
  if (url !== undefined) {
    const token = findAdminToken(env);
    findings.push(...(await checkProxy(url, token === null ? null : new AdminApi(url, token))));
  }
  return findings;
}
