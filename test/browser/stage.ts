import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** One browser, one server, the test page and the pages of the examples. */
export interface Stage {
  readonly browser: Browser;
  readonly server: TestServer;
  /** Where the page of these tests is. */
  readonly testPage: string;
  /** Where an example's page is; it talks to the server. */
  readonly example: (name: 'browser' | 'voice') => string;
  /** Unexpected errors in pages. */
  readonly problems: string[];
  /** A page with a profile of its own. */
  newPage(url: string): Promise<Page>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const bundles = mkdtempSync(join(tmpdir(), 'dialtone-browser-'));
  await bundle(['test/browser/page/main.ts', 'test/browser/page/worker.ts'], bundles);
  const pages = await serveFolder(['test/browser/page', bundles]);
  const examples = await startExamples();
  const origins = [pages.origin, examples.origin];
  const server = await startServer({ env: { DIALTONE_ALLOWED_ORIGINS: origins.join(',') } });
  const browser = await playwright.launch({
    executablePath: process.env.CHROMIUM_PATH, // jest.config.mjs has looked for it
    args: [
      '--no-sandbox', // there is none for root in a container
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-features=WebRtcHideLocalIpsWithMdns', // nobody answers mDNS in a container
    ],
  });
  const problems: string[] = [];
  return {
    browser,
    server,
    problems,
    testPage: `${pages.origin}/index.html`,
    example: (name) => `${examples.origin}/${name}/?server=${encodeURIComponent(server.url)}`,
    newPage: async (url) => {
      const page = await (await browser.newContext()).newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(url);
      return page;
    },
    close: async () => {
      await browser.close();
      examples.child.kill();
      pages.server.close();
      await server.close();
      rmSync(bundles, { recursive: true });
    },
  };
}

/** Uses the command, because esbuild's API does not work with the globals of a Jest test. */
async function bundle(entries: readonly string[], outdir: string): Promise<void> {
  const options = ['--bundle', '--format=esm', '--target=es2022', `--outdir=${outdir}`];
  await promisify(execFile)('node_modules/.bin/esbuild', [...entries, ...options]);
}

/** Serves the files of these folders. */
async function serveFolder(folders: readonly string[]): Promise<{ origin: string; server: Server }> {
  const server = createServer(({ url = '/' }, response) => {
    for (const folder of folders) {
      try {
        const file = readFileSync(join(folder, url));
        response.writeHead(200, { 'Content-Type': TYPES[extname(url)] ?? 'text/plain' }).end(file);
        return;
      } catch {
        continue;
      }
    }
    response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}

/** What `npm run example` runs, on a free port. */
async function startExamples(): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['libs/sdk/examples/serve.mjs', 'browser', '--port=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { origin: new URL(url).origin, child };
}
