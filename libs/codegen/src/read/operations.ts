import type { Sources } from '../load.js';
import {
  type Model,
  named,
  type NamedSchema,
  type Operation,
  type Parameter,
  resolve,
  type ScalarSchema,
  type SecurityAlternative,
} from '../model.js';
import type { Complaints, Place } from '../place.js';
import { CHOICES, readChoices } from './choices.js';
import { readPages } from './pages.js';
import { readResponses } from './responses.js';
import { propertyName, readSchema, readSchemaRef } from './schemas.js';

type Known = Pick<Model, 'schemas' | 'errors' | 'tags'>;

const METHODS = { get: 'GET', post: 'POST', patch: 'PATCH', put: 'PUT', delete: 'DELETE' } as const;

/** Reads `paths`. */
export function readOperations(sources: Sources, known: Known, complaints: Complaints): Operation[] {
  const operations: Operation[] = [];
  for (const path of sources.openapi.root.get('paths').entries()) {
    complaints.attempt(() => path.only(...Object.keys(METHODS)));
    for (const [verb, method] of Object.entries(METHODS)) {
      const place = path.find(verb);
      if (!place) continue;
      complaints.attempt(() => {
        const operation = readOperation(place, path, method, known);
        checkUnique(place, operation, operations);
        operations.push(operation);
      });
    }
  }
  return operations;
}

function checkUnique(place: Place, operation: Operation, others: readonly Operation[]): void {
  if (others.some(({ id }) => id === operation.id)) place.get('operationId').fail(`${operation.id} is used twice`);
  if (others.some(({ tag, sdkMethod }) => tag === operation.tag && sdkMethod === operation.sdkMethod)) {
    place.get('x-sdk-method').fail(`${operation.tag} already has a method ${operation.sdkMethod}`);
  }
}

function readOperation(place: Place, path: Place, method: Operation['method'], known: Known): Operation {
  place.only(
    ...['operationId', 'x-sdk-method', 'x-sdk-sets-token', 'x-sdk-ends-session', 'x-sdk-retryable', 'x-sdk-pages'],
    'x-rate',
    ...['tags', 'summary', 'description', 'security', 'parameters', 'requestBody', 'responses'],
    ...Object.keys(CHOICES),
  );
  const id = place.get('operationId').named(/^[a-z]+[A-Z][A-Za-z0-9]*$/, 'a verb and a noun in camelCase');
  const parameters = (place.find('parameters')?.items() ?? []).map((item) => readParameter(item, known));
  checkPath(path, place, parameters);
  const body = readBody(place, method, known);
  const answers = readResponses(place.get('responses'), known);
  const setsToken = place.find('x-sdk-sets-token');
  if (setsToken?.flag() && !hasToken(answers.output, known)) setsToken.fail('the answer needs a required token');
  const security = readSecurity(place.get('security'));
  const endsSession = place.find('x-sdk-ends-session');
  if (endsSession?.flag() && !security.some(({ scheme }) => scheme === 'bearerAuth')) {
    endsSession.fail('only an operation with bearerAuth has a session to end');
  }
  checkOneObject(place, parameters, body, known);
  const pages = place.find('x-sdk-pages');
  const rate = readRate(place, security, answers.errors);
  return {
    id,
    method,
    path: path.key,
    tag: readTag(place.get('tags'), known),
    sdkMethod: place.get('x-sdk-method').named(/^[a-z][A-Za-z0-9]*$/, 'a method name in camelCase'),
    setsToken: setsToken?.flag() ?? false,
    endsSession: endsSession?.flag() ?? false,
    retryable: method === 'GET' || (place.find('x-sdk-retryable')?.flag() ?? false),
    pages: pages ? readPages(pages, { method, parameters, output: answers.output }, known) : null,
    rate,
    summary: place.get('summary').text(),
    description: place.note('description'),
    security,
    parameters,
    choices: readChoices(place, parameters),
    paramsSchema: parameters.length > 0 ? `${id.charAt(0).toUpperCase()}${id.slice(1)}Params` : null,
    body,
    ...answers,
    place,
  };
}

/** How often one user may call it. With the operator's token nobody is counted. */
function readRate(
  place: Place,
  security: readonly SecurityAlternative[],
  errors: readonly string[],
): Operation['rate'] {
  const rate = place.find('x-rate')?.only('perMinute', 'burst');
  if (!rate) return null;
  if (!security.some(({ scheme }) => scheme === 'bearerAuth')) {
    rate.fail('only calls of a session have a user to count for');
  }
  if (!errors.includes('rate_limited')) rate.fail('the operation has to list rate_limited (429)');
  const number = (name: string) => {
    const { value } = rate.get(name);
    return Number.isInteger(value) && Number(value) > 0
      ? Number(value)
      : rate.get(name).fail('expected a number above 0');
  };
  return { perMinute: number('perMinute'), burst: number('burst') };
}

function hasToken(output: string | null, known: Known): boolean {
  const body = output === null ? undefined : named(known, output).body;
  return body?.kind === 'object' && body.properties.some(({ name, required }) => name === 'token' && required);
}

function readTag(place: Place, known: Known): string {
  const [tag, ...more] = place.items().map((item) => item.text());
  if (!tag || more.length > 0) place.fail('expected exactly one tag');
  return known.tags.some(({ name }) => name === tag) ? tag : place.fail(`${tag} is not in the list of tags`);
}

function readSecurity(place: Place): SecurityAlternative[] {
  return place.items().map((item) => {
    item.only('bearerAuth', 'adminToken');
    const [scheme, ...more] = item.entries();
    if (!scheme || more.length > 0) item.fail('expected one scheme in each alternative');
    const roles = scheme.items().map((role) => role.named(/^[a-z][a-z_]*$/, 'a role in snake_case'));
    if (scheme.key === 'bearerAuth') return { scheme: 'bearerAuth', roles };
    return roles.length === 0 ? { scheme: 'adminToken' } : scheme.fail('adminToken has no roles');
  });
}

function readParameter(item: Place, known: Known): Parameter {
  const place = item.follow('components/parameters').only('name', 'in', 'required', 'description', 'schema', 'example');
  const where = place.get('in').named(/^(query|path)$/, 'query or path') as Parameter['in'];
  const required = place.find('required')?.flag() ?? false;
  const schema = readSchema(place.get('schema'), { default: true });
  const scalar = resolve(known, schema);
  if (scalar.kind !== 'scalar' || scalar.nullable || scalar.type === 'number') {
    return place.get('schema').fail('expected a string, an integer or a boolean');
  }
  if (where === 'path' && !required) place.fail('a path parameter is required');
  if (required && scalar.default !== undefined) place.fail('a required parameter takes no default');
  const name = propertyName(place, place.get('name').text());
  return { name, in: where, required, schema, type: scalar.type, description: place.note('description') };
}

function checkPath(path: Place, place: Place, parameters: readonly Parameter[]): void {
  if (!/^(\/([A-Za-z0-9_-]+|\{[A-Za-z_]\w*\}))+$/.test(path.key)) path.fail('expected a path such as /things/{id}');
  const inPath = [...path.key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const given = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const odd = [...inPath.filter((name) => !given.includes(name ?? '')), ...given.filter((n) => !inPath.includes(n))];
  if (odd.length > 0) place.fail(`the path and its parameters differ in ${odd.join(', ')}`);
  const names = parameters.map(({ name }) => name);
  if (new Set(names).size < names.length) place.get('parameters').fail('a parameter is given twice');
}

function readBody(place: Place, method: Operation['method'], known: Known): string | null {
  const body = place.find('requestBody');
  if (!body) return null;
  if (method === 'GET') body.fail('GET takes no body');
  body.only('required', 'description', 'content');
  if (body.find('required')?.value !== true) body.fail('expected required: true');
  const media = body.get('content').only('application/json').get('application/json').only('schema', 'examples');
  media.get('examples');
  const name = readSchemaRef(media.get('schema'));
  if (known.schemas.get(name)?.body.kind !== 'object') media.get('schema').fail(`${name} is not an object`);
  return name;
}

/** Parameters and body make one flat object, so a name belongs to one of them. */
function checkOneObject(place: Place, parameters: readonly Parameter[], body: string | null, known: Known): void {
  const schema = body === null ? undefined : named(known, body).body;
  if (schema?.kind !== 'object') return;
  const both = parameters.filter(({ name }) => schema.properties.some((property) => property.name === name));
  if (both.length > 0) place.fail(`${both.map(({ name }) => name).join(', ')} is both a parameter and in the body`);
}

/** The schema that an operation's parameters make together. */
export function paramsSchema(operation: Operation, known: Pick<Model, 'schemas'>): NamedSchema {
  const { id, parameters, place } = operation;
  const properties = parameters.map(({ name, required, schema, description }) => ({
    name,
    required,
    schema: { ...schema, description: description || schema.description },
  }));
  const json = {
    type: 'object',
    additionalProperties: false,
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, parameterJson(schema, known)])),
  };
  const body = { kind: 'object', properties, closed: true, description: `Parameters of \`${id}\`.` } as const;
  return { name: operation.paramsSchema ?? '', body, place, json, isParameters: true };
}

function parameterJson(schema: Parameter['schema'], known: Pick<Model, 'schemas'>): object {
  if (schema.kind === 'ref') return { $ref: `#/$defs/${schema.name}` };
  const scalar = resolve(known, schema) as ScalarSchema;
  const { kind: _kind, nullable: _nullable, description: _description, maxBytes, ...json } = scalar;
  return { ...json, ...(maxBytes !== undefined && { 'x-max-bytes': maxBytes }) };
}
