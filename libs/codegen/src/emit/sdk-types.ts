import openapiTS, { astToString } from 'openapi-typescript';
import type { Sources } from '../load.js';
import type { Source } from '../place.js';
import { type Model, named, type Operation } from '../model.js';
import { withReferences } from '../read/model.js';
import { doc, file, importLine, literal, pascal } from './text.js';

type SchemaMap = Record<string, object>;

/** `openapi.ts`: what openapi-typescript makes of openapi.yaml. */
export async function emitOpenapiTypes(sources: Sources): Promise<string> {
  return typesOf(sources.openapi.root.value as object);
}

/** `asyncapi.ts`: the same for the schemas of asyncapi.yaml, with those of openapi.yaml that they need. */
export async function emitAsyncapiTypes(sources: Sources, model: Model): Promise<string> {
  const names = withReferences(model.schemas, asyncapiNames(model));
  const all: SchemaMap = { ...schemasOf(sources.openapi), ...schemasOf(sources.asyncapi) };
  const schemas = Object.fromEntries(names.map((name) => [name, all[name]]));
  const info = { title: 'Realtime schemas', version: '1' };
  return typesOf(localRefs({ openapi: '3.1.0', info, paths: {}, components: { schemas } }));
}

/** `types.ts`: every schema, and the input of every operation, by its public name. */
export function emitSdkTypes(model: Model): string {
  const types = [...model.schemas.values()]
    .filter(({ file: from, name }) => from !== 'parameters' && name !== 'ErrorCode')
    .map(({ name, file: from, body }) => {
      const folder = from === 'openapi' ? 'components' : 'realtime';
      return `${doc([body.description])}export type ${name} = ${folder}['schemas']['${name}'];`;
    });
  const hasRealtime = asyncapiNames(model).length > 0;
  return file(
    [
      hasRealtime ? `import type { components as realtime } from './asyncapi.js';` : '',
      importLine(['components', ...(model.operations.some(takesParams) ? ['operations'] : [])], './openapi.js'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    `export type { ErrorCode } from './errors.js';`,
    ...types,
    ...model.operations.filter(hasInput).map((operation) => emitInput(operation)),
  );
}

export function hasInput({ paramsSchema, body }: Operation): boolean {
  return paramsSchema !== null || body !== null;
}

/** May the input be left out? */
export function isInputOptional({ parameters, body }: Operation, model: Model): boolean {
  const schema = body === null ? null : named(model, body).body;
  const fields = schema?.kind === 'object' ? schema.properties : [];
  return [...parameters, ...fields].every(({ required }) => !required);
}

function emitInput(operation: Operation): string {
  const { id, body, method, path, parameters } = operation;
  const kinds = (['query', 'path'] as const).filter((kind) => parameters.some((parameter) => parameter.in === kind));
  const params = kinds.map((kind) => `NonNullable<operations[${literal(id)}]['parameters']['${kind}']>`);
  const type = [...params, ...(body === null ? [] : [body])].join(' & ');
  return `${doc([`Input of \`${method} ${path}\`.`])}export type ${pascal(id)}Input = ${type};`;
}

function takesParams({ parameters }: Operation): boolean {
  return parameters.length > 0;
}

function asyncapiNames(model: Model): string[] {
  return [...model.schemas.values()].filter(({ file: from }) => from === 'asyncapi').map(({ name }) => name);
}

function schemasOf(source: Source): SchemaMap {
  return source.root.get('components').get('schemas').value as SchemaMap;
}

function localRefs(document: object): object {
  const asText = JSON.stringify(document, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(/^\.\/openapi\.yaml#/, '#') : value,
  );
  return JSON.parse(asText) as object;
}

async function typesOf(document: object): Promise<string> {
  const ast = await openapiTS(JSON.stringify(document), { alphabetize: false, silent: true });
  return file(astToString(ast));
}
