import { existsSync } from 'node:fs';

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of the browser tests: CHROMIUM_PATH, or the first that is where Chromium usually is. */
export const chromium = [process.env.CHROMIUM_PATH ?? USUAL_PATHS].flat().find((path) => existsSync(path));

/** What to say when there is none. */
export const NO_CHROMIUM = 'No Chromium was found (CHROMIUM_PATH, or where it usually is): no test runs in a browser.';
