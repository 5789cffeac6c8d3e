import { resolve } from 'node:path';
import { createApp } from './app.factory.js';
import { ConfigError, loadConfig } from './core/config/config.js';
import { listen } from './core/http/listen.js';
import { startMessage } from './first-run.js';

try {
  const config = loadConfig();
  const app = await createApp(config, { contractDir: resolve(import.meta.dirname, '../../../..') });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void app.close().then(() => process.exit(0)));
  }
  const url = await listen(app, config);
  console.log(await startMessage(app, config, url));
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
