// Bundles one of the example pages and serves it: node serve.mjs browser|voice [--port=5173]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '5173' } },
});
const [page] = positionals;
if (page !== 'browser' && page !== 'voice') throw new Error('usage: node serve.mjs browser|voice [--port=5173]');

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const { outputFiles } = await build({
  entryPoints: [file(`${page}/main.js`)],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  write: false,
});
const files = {
  [`/${page}/`]: ['text/html', await readFile(file(`${page}/index.html`))],
  [`/${page}/main.js`]: ['text/javascript', outputFiles[0].contents],
  '/page.css': ['text/css', await readFile(file('page.css'))],
};

const server = createServer(({ url = '/' }, response) => {
  const found = files[url.split('?', 1)[0]];
  if (found) response.writeHead(200, { 'Content-Type': `${found[0]}; charset=utf-8` }).end(found[1]);
  else response.writeHead(302, { Location: `/${page}/` }).end();
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const origin = `http://localhost:${server.address().port}`;
  console.log(`${origin}/${page}/`);
  console.log(`Start the server so that it lets this page in: DIALTONE_ALLOWED_ORIGINS=${origin} npm start`);
});
