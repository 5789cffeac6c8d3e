// The tests in a real browser; arguments go to jest. Without a Chromium there is nothing to run, and that is no success.
import { spawnSync } from 'node:child_process';
import { chromium, NO_CHROMIUM } from './chromium.mjs';

if (chromium === undefined) console.error(NO_CHROMIUM);
const jest = ['node_modules/jest/bin/jest.js', 'test/browser', ...process.argv.slice(2)];
process.exitCode = chromium ? (spawnSync(process.execPath, jest, { stdio: 'inherit' }).status ?? 1) : 1;
