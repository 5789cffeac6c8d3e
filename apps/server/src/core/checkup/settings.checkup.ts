import { type Config, ConfigError, loadConfig, unknownSettings } from '../config/config.js';
import { type Finding, Findings } from './finding.js';

/** Reads the settings as a start does, without making anything; null where the server would not start with them. */
export function checkSettings(env?: NodeJS.ProcessEnv): { config: Config | null; findings: Finding[] } {
  const found = new Findings('settings');
  for (const name of unknownSettings(env)) {
    found.warning(`${name} is not a setting of this server`, 'Correct its name, or remove it.');
  }
  try {
    const config = loadConfig(env, { makeSecrets: false });
    if (!config.rateLimits) {
      const advice = 'Unset it: it is for benchmarks, and lets anybody guess passwords and flood others.';
      found.warning('DIALTONE_RATE_LIMIT is off', advice);
    }
    if (config.metrics && (config.metrics.host === null || ['0.0.0.0', '::'].includes(config.metrics.host))) {
      const advice = 'Name an address that only Prometheus reaches, such as 127.0.0.1:9464: it asks for no password.';
      found.warning('DIALTONE_METRICS_ADDR listens on every address of this machine', advice);
    }
    if (config.trustedProxies.some((network) => network.endsWith('/0'))) {
      const advice =
        'Name the addresses of your own proxies; otherwise clients choose the address that they are seen at.';
      found.error('DIALTONE_TRUST_PROXY trusts everybody', advice);
    }
    if (config.database.kind === 'mysql' && config.database.tls?.rejectUnauthorized === false) {
      const advice = 'Use tls-ca=<file> with the authority of the database.';
      found.warning("DIALTONE_DB_URL does not check the database's certificate (tls=insecure)", advice);
    }
    return { config, findings: found.orOk('all can be used') };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems)
      found.error(problem, 'Correct the setting: the server does not start with it.');
    return { config: null, findings: found.list };
  }
}
