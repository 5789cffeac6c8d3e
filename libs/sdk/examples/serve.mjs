// Bundles the example pages and serves them: node serve.mjs browser|voice [--port=5173]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const PAGES = ['browser', 'voice'];
/** Nothing runs in the pages but their own scripts, whatever somebody writes into a message or a name. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src http: https: ws: wss:; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '5173' } },
});
const [page] = positionals;
if (!PAGES.includes(page)) throw new Error('usage: node serve.mjs browser|voice [--port=5173]');

// Both are served, so that they share one origin: what one of them has stored, the other one has too.
const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const files = { '/page.css': ['text/css', await readFile(file('page.css'))] };
for (const name of PAGES) {
  const { outputFiles } = await build({
    entryPoints: [file(`${name}/main.js`)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  files[`/${name}/`] = ['text/html', await readFile(file(`${name}/index.html`))];
  files[`/${name}/main.js`] = ['text/javascript', outputFiles[0].contents];
}

const server = createServer(({ url = '/' }, response) => {
  const found = files[url.split('?', 1)[0]];
  if (!found) return response.writeHead(302, { Location: `/${page}/` }).end();
  const [type, content] = found;
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': POLICY }).end(content);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const origin = `http://localhost:${server.address().port}`;
  console.log(`${origin}/${page}/`);
  console.log(`Start the server so that it lets this page in: DIALTONE_ALLOWED_ORIGINS=${origin} npm start`);
});
