import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';

/** Where Swagger UI is. */
export const DOCS_PATH = '/docs';

/** Where the files of the contract are. */
export const DOCUMENT_PATHS = ['/openapi.yaml', '/openapi.json', '/asyncapi.yaml'] as const;

/**
 * Serves the contract: Swagger UI at `/docs`, and the files themselves at `/openapi.yaml`, `/openapi.json` and
 * `/asyncapi.yaml`. `/` leads to the docs: for now, so that a page of another kind can take its place.
 *
 * @param contractDir the folder with both YAML files, and what was generated from them
 */
export async function serveDocs(app: NestFastifyApplication, contractDir: string): Promise<void> {
  const read = (path: string) => readFileSync(join(contractDir, path), 'utf8');

  const fastify = app.getHttpAdapter().getInstance();
  const serve = (path: (typeof DOCUMENT_PATHS)[number], type: string, text: string) =>
    fastify.get(path, (_request, reply) => reply.type(type).send(text));
  serve('/openapi.yaml', 'application/yaml; charset=utf-8', read('openapi.yaml'));
  serve('/asyncapi.yaml', 'application/yaml; charset=utf-8', read('asyncapi.yaml'));
  const openapi = JSON.parse(read('libs/contract/src/generated/openapi.json')) as OpenAPIObject;
  serve('/openapi.json', 'application/json; charset=utf-8', JSON.stringify(openapi));

  fastify.get('/', (_request, reply) => reply.redirect(DOCS_PATH, 302));

  const { SwaggerModule } = await import('@nestjs/swagger'); // imported here because it is slow to load
  SwaggerModule.setup(DOCS_PATH, app, openapi, {
    raw: false,
    customSiteTitle: 'Dialtone API',
    // Without this the browser could send the document to Swagger's validator; the page shall contact nobody else.
    swaggerOptions: { persistAuthorization: true, validatorUrl: null },
  });
}
