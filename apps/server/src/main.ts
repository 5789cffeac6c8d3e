import { resolve } from 'node:path';
import { createApp } from './app.factory.js';
import { ConfigError, loadConfig, unknownSettings } from './core/config/config.js';
import { DatabaseStartError } from './core/database/open-database.js';
import { listen } from './core/http/listen.js';
import { startMessage } from './first-run.js';
import { stopOnSignals } from './stop.js';

try {
  const config = loadConfig();
  for (const name of unknownSettings()) console.error(`${name} is not a setting of this server; is it misspelt?`);
  const app = await createApp(config, { contractDir: resolve(import.meta.dirname, '../../../..') });
  stopOnSignals(app);
  const url = await listen(app, config);
  console.log(await startMessage(app, config, url));
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof DatabaseStartError ? error.message : error);
  process.exit(1);
}
