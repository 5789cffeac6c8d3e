import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { parse } from 'yaml';

/**
 * Serves the contract: Swagger UI at `/docs`, and the files themselves at `/openapi.yaml`, `/openapi.json` and
 * `/asyncapi.yaml`.
 *
 * @param contractDir the folder that holds both YAML files
 */
export async function serveDocs(app: NestFastifyApplication, contractDir: string): Promise<void> {
  const openapi = readFileSync(join(contractDir, 'openapi.yaml'), 'utf8');
  const asyncapi = readFileSync(join(contractDir, 'asyncapi.yaml'), 'utf8');
  const document = parse(openapi) as OpenAPIObject;

  const fastify = app.getHttpAdapter().getInstance();
  const serve = (path: string, type: string, text: string) =>
    fastify.get(path, (_request, reply) => reply.type(type).send(text));
  serve('/openapi.yaml', 'application/yaml; charset=utf-8', openapi);
  serve('/asyncapi.yaml', 'application/yaml; charset=utf-8', asyncapi);
  serve('/openapi.json', 'application/json; charset=utf-8', JSON.stringify(document));

  const { SwaggerModule } = await import('@nestjs/swagger'); // slow to load, so only when it is needed
  SwaggerModule.setup('docs', app, document, {
    raw: false,
    customSiteTitle: 'Dialtone API',
    // The page asks nobody else: without this the browser could send the document to a validator of Swagger's.
    swaggerOptions: { persistAuthorization: true, validatorUrl: null },
  });
}
