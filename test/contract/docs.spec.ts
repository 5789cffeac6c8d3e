import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { useServer } from '../support/stage.js';

const { server } = useServer();

const get = (path: string) => fetch(new URL(path, server.url), { redirect: 'manual' });

describe('the contract is served as it is written', () => {
  test.each(['openapi.yaml', 'asyncapi.yaml'])('/%s, byte by byte', async (name) => {
    const response = await get(`/${name}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(Buffer.from(await response.arrayBuffer()).equals(readFileSync(name))).toBe(true);
  });

  test('/openapi.json, the same document', async () => {
    const response = await get('/openapi.json');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual(parse(readFileSync('openapi.yaml', 'utf8')));
  });
});

describe.each(['/docs', '/docs/'])('%s', (page) => {
  /** The page's own scripts, styles and images, as URLs. */
  async function assets(): Promise<URL[]> {
    const html = await (await get(page)).text();
    const references = [...html.matchAll(/\b(?:src|href)\s*=\s*["']([^"']+)["']/g)].map(([, reference]) => reference);
    return references.map((reference) => new URL(reference, new URL(page, server.url)));
  }

  test('is an HTML page that loads what it needs from this server alone', async () => {
    const response = await get(page);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const urls = await assets();
    expect(urls.filter(({ pathname }) => pathname.endsWith('.js')).length).toBeGreaterThan(1);
    expect(urls.filter(({ pathname }) => pathname.endsWith('.css')).length).toBeGreaterThan(0);
    expect(urls.map(({ origin }) => origin).filter((origin) => origin !== server.url)).toEqual([]);
    // XML namespaces are names, not addresses.
    const html = (await response.text()).replaceAll(/\bxmlns(?::\w+)?="[^"]*"/g, '');
    expect(html).not.toMatch(/(?:https?:)?\/\/[a-z0-9-]+\./i);
  });

  test('and so do its assets', async () => {
    for (const url of await assets()) {
      const response = await get(url.pathname);
      expect([url.pathname, response.status]).toEqual([url.pathname, 200]);
      const text = await response.text();
      if (!url.pathname.endsWith('.css')) continue;
      const loaded = [...text.matchAll(/url\(\s*["']?([^"')]{1,40})|@import\s+["']([^"']+)/g)].map(
        ([, a, b]) => a ?? b,
      );
      expect(loaded.filter((reference) => !/^(?:data:|#|\.{0,2}\/(?!\/))/.test(reference))).toEqual([]);
    }
  });
});

describe('Swagger UI', () => {
  interface Options {
    readonly swaggerDoc: { components: { securitySchemes: object } };
    readonly customOptions: Readonly<Record<string, unknown>>;
  }

  /** What its start script was written with. */
  async function options(): Promise<Options> {
    const script = await (await get('/docs/swagger-ui-init.js')).text();
    const literal = /let options = (\{[\s\S]*?\n\});/.exec(script)?.[1] ?? '';
    return JSON.parse(literal) as Options;
  }

  test('shows openapi.yaml, with both ways to authorise', async () => {
    const { swaggerDoc } = await options();
    expect(swaggerDoc).toEqual(parse(readFileSync('openapi.yaml', 'utf8')));
    expect(swaggerDoc.components.securitySchemes).toMatchObject({
      bearerAuth: { type: 'http', scheme: 'bearer' },
      adminToken: { type: 'apiKey', in: 'header', name: 'X-Admin-Token' },
    });
  });

  test('asks nobody else whether the document is valid', async () => {
    expect((await options()).customOptions).toMatchObject({ validatorUrl: null });
  });
});
