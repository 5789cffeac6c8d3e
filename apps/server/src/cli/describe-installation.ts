import { hostname, totalmem, userInfo } from 'node:os';
import { schema } from '../app.module.js';
import type { Config } from '../core/config/config.js';
import { checkSettings } from '../core/checkup/settings.checkup.js';
import { reportSettings } from '../core/config/settings-report.js';
import { countAll } from '../core/database/counts.js';
import { version } from '../core/observability/version.js';
import { now } from '../core/security/clock.js';
import { examine } from './examine.js';
import { harmlessLines, harmlessText } from './log-lines.js';

/**
 * What those who help with an installation need to know of it, and nothing that is about somebody: no secret, name,
 * address, path or id.
 *
 * @param log the text of its log, in JSON lines; null for none
 */
export async function describeInstallation(log: string | null, lines: number): Promise<object> {
  const { config } = checkSettings();
  const findings = await examine({});
  const names = config ? namesIn(config) : [];
  return {
    made_at: now().toISOString(),
    versions: { dialtone: version(), ...versionsOfNode() },
    machine: {
      platform: process.platform,
      arch: process.arch,
      memory_mib: Math.round(totalmem() / 2 ** 20),
    },
    settings: reportSettings(),
    database: config?.database.kind ?? null,
    findings: findings.map(({ about, level, text }) => ({ about, level, text: harmlessText(text, names) })),
    rows:
      config && !findings.some(({ about, level }) => about === 'database' && level === 'error')
        ? await countAll(config, schema)
        : null,
    log: log === null ? null : harmlessLines(log, lines, names),
  };
}

/** What stands in settings and is the name of a machine, a user or a database. */
function namesIn({ database, redis, listen }: Config): string[] {
  const ofDatabase = database.kind === 'mysql' ? [database.host, database.user, database.database] : [];
  const others = [redis?.host, redis?.user, listen.host];
  return [...ofDatabase, ...others.flatMap((name) => name ?? []), hostname(), userInfo().username].filter(Boolean);
}

function versionsOfNode(): Record<string, string | undefined> {
  const { node, v8, openssl, uv } = process.versions;
  return { node, v8, openssl, uv };
}
