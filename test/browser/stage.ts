import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Browser, chromium as playwright, type Locator, type Page } from 'playwright-core';
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
  /** A page with a profile of its own; `prepare` is called before it loads anything. */
  newPage(url: string, prepare?: (page: Page) => Promise<void>): Promise<Page>;
  /** What every camera sees from now on. */
  showToCamera(thing: Locator): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const bundles = mkdtempSync(join(tmpdir(), 'dialtone-browser-'));
  const film = join(bundles, 'film.y4m');
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
      `--use-file-for-fake-video-capture=${film}`,
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
    showToCamera: async (thing) => writeFileSync(film, await filmOf(thing)),
    newPage: async (url, prepare) => {
      const page = await (await browser.newContext()).newPage();
      page.setDefaultTimeout(60_000); // a minute, as the other waits of tests
      page.on('pageerror', (error) => problems.push(error.message));
      await prepare?.(page);
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

/** A film of one picture in YUV4MPEG2, as Chromium's fake camera plays it, in grey. */
async function filmOf(thing: Locator): Promise<Buffer> {
  const [width, height] = [640, 480];
  const picture = (await thing.screenshot()).toString('base64');
  // As a text, since these files are compiled without the types of a page.
  const luma = await thing.page().evaluate<string>(`(async () => {
    const bytes = Uint8Array.from(atob('${picture}'), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(${width}, ${height}).getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, ${width}, ${height});
    context.drawImage(image, (${width} - image.width) / 2, (${height} - image.height) / 2);
    const { data } = context.getImageData(0, 0, ${width}, ${height});
    let bytesOfGrey = '';
    for (let i = 0; i < data.length; i += 4) bytesOfGrey += String.fromCharCode(data[i]);
    return btoa(bytesOfGrey);
  })()`);
  const grey = Buffer.alloc((width * height) / 2, 128);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`),
    Buffer.from(luma, 'base64'),
    grey,
  ]);
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
