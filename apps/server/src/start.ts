import { createApp } from './app.factory.js';
import { loadConfig, unknownSettings } from './core/config/config.js';
import { closeToOthers } from './core/config/private-files.js';
import { StartError } from './core/config/start-error.js';
import { assertFree, listen } from './core/http/listen.js';
import { openLogger } from './core/observability/logger.js';
import { home } from './core/observability/version.js';
import { startMessage } from './first-run.js';
import { stopOnSignals } from './stop.js';

/** Starts the server; ends the process with code 1 if it cannot start. */
export async function start(): Promise<void> {
  process.umask(0o077); // files are for the server's user alone
  try {
    const config = loadConfig();
    const logger = await openLogger(config.logLevel);
    for (const name of unknownSettings()) logger.warn(`${name} is not a setting of this server; is it misspelt?`);
    for (const warning of closeToOthers(config)) logger.warn(warning);
    await assertFree(config.listen, 'DIALTONE_LISTEN_ADDR');
    if (config.metrics) await assertFree(config.metrics, 'DIALTONE_METRICS_ADDR');
    const app = await createApp(config, { contractDir: home(), logger });
    stopOnSignals(app);
    const url = await listen(app, config);
    console.log(await startMessage(app, config, url));
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
