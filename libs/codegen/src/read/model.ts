import type { Sources } from '../load.js';
import {
  type Message,
  type Model,
  named,
  type NamedSchema,
  type NamedSchemaBody,
  type Operation,
  references,
  resolve,
} from '../model.js';
import { Complaints, type Place } from '../place.js';
import { checkCycles } from './cycles.js';
import { readErrors } from './errors.js';
import { readMessages, readRealtimePath, readRetiredTypes } from './messages.js';
import { readSchemas } from './named-schemas.js';
import { paramsSchema, readOperations } from './operations.js';
import { checkStandardErrors } from './standard-errors.js';
import { readCloseCodes, readLimits, readRules, readTags } from './tables.js';

/**
 * Reads both contract files into one model.
 *
 * @throws {ContractError} with every breach of the dialect, each with file, line and reason
 */
export function readModel(sources: Sources): Model {
  const complaints = new Complaints();
  complaints.attempt(() => checkRoots(sources));
  const errors = complaints.attempt(() => readErrors(sources)) ?? [];
  const schemas = readSchemas(sources, errors, complaints);
  complaints.attempt(() => checkCycles(schemas));
  const tags = complaints.attempt(() => readTags(sources)) ?? [];
  const limits = complaints.attempt(() => readLimits(sources)) ?? [];
  const rules = complaints.attempt(() => readRules(sources)) ?? [];
  const closeCodes = complaints.attempt(() => readCloseCodes(sources)) ?? [];
  const realtimePath = complaints.attempt(() => readRealtimePath(sources)) ?? '';
  // What refers to a broken schema or code would only complain about the same again.
  complaints.throwIfAny();
  const known = { schemas, errors, tags };
  const operations = readOperations(sources, known, complaints);
  complaints.attempt(() => checkStandardErrors(sources, operations, errors));
  const messages = readMessages(sources, known, complaints);
  const retiredTypes = complaints.attempt(() => readRetiredTypes(sources, known)) ?? [];
  for (const operation of operations) {
    if (operation.paramsSchema) complaints.attempt(() => addParams(schemas, operation));
  }
  const dtos = complaints.attempt(() => checkDirections(schemas, operations, messages)) ?? [];
  for (const schema of schemas.values()) complaints.attempt(() => checkUnion(schemas, schema));
  complaints.throwIfAny();
  return {
    ...known,
    dtos,
    operations,
    messages,
    retiredTypes,
    limits,
    rules,
    closeCodes,
    realtimePath,
    roles: roles(operations),
  };
}

function checkRoots({ openapi, asyncapi }: Sources): void {
  openapi.root.only('openapi', 'info', 'servers', 'tags', 'paths', 'components', 'x-limits', 'x-anchors');
  const components = ['securitySchemes', 'headers', 'parameters', 'examples', 'responses', 'schemas'];
  openapi.root.get('components').only(...components);
  asyncapi.root.only(
    ...['asyncapi', 'id', 'info', 'defaultContentType', 'servers', 'channels', 'operations', 'components'],
    ...['x-rules', 'x-close-codes'],
  );
  asyncapi.root.get('components').only('securitySchemes', 'schemas');
}

function addParams(schemas: Map<string, NamedSchema>, operation: Operation): void {
  const schema = paramsSchema(operation, { schemas });
  if (schemas.has(schema.name)) operation.place.fail(`the schema ${schema.name} takes the name of the parameters`);
  schemas.set(schema.name, schema);
}

/** The names with all that they refer to, each after what it needs. */
export function withReferences(schemas: ReadonlyMap<string, NamedSchema>, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    for (const next of references(named({ schemas }, name).body)) visit(next);
    found.add(name);
  };
  names.forEach(visit);
  return [...found];
}

/** Requests are closed, responses and frames open. Answers with the objects that clients send, in order of need. */
function checkDirections(
  schemas: ReadonlyMap<string, NamedSchema>,
  operations: readonly Operation[],
  messages: readonly Message[],
): string[] {
  const inbound = messages.filter(({ direction }) => direction === 'inbound').map(({ payload }) => payload);
  const requests = operations.flatMap(({ paramsSchema, body }) => [paramsSchema, body].filter((name) => name !== null));
  const open = [...messages.map(({ payload }) => payload), ...operations.flatMap(({ output }) => output ?? [])];
  const complaints = new Complaints();
  const expectClosed = (names: readonly string[], closed: boolean, why: string) => {
    for (const name of withReferences(schemas, names)) {
      const { body, place } = named({ schemas }, name);
      if (body.kind !== 'object' || body.closed === closed) continue;
      complaints.add(place.complaint(`${name} needs ${closed ? '' : 'no '}additionalProperties: false: ${why}`));
    }
  };
  expectClosed(requests, true, 'a request refuses unknown fields');
  expectClosed(open, false, 'responses and frames are open to growth');
  const sent = withReferences(schemas, [...requests, ...inbound]);
  for (const name of sent) complaints.attempt(() => checkInput(schemas, named({ schemas }, name)));
  complaints.throwIfAny();
  return sent.filter((name) => named({ schemas }, name).body.kind === 'object');
}

/** Shapes that class-validator cannot judge are refused in what clients send. */
function checkInput(schemas: ReadonlyMap<string, NamedSchema>, { body, place }: NamedSchema): void {
  if (body.kind === 'union') place.fail('a oneOf in what clients send is not supported');
  const values: { at: Place; schema: NamedSchemaBody }[] =
    body.kind === 'object'
      ? body.properties.map(({ name, schema }) => ({ at: place.find('properties')?.find(name) ?? place, schema }))
      : [{ at: place, schema: body }];
  for (const { at, schema } of values) {
    const target = resolve({ schemas }, schema.kind === 'array' ? schema.items : schema);
    if (target.kind === 'scalar' && target.format) at.fail('format judges nothing; give input a pattern');
    if (schema.kind === 'map') at.fail('a map in what clients send is not supported');
    if (schema.kind !== 'array') continue;
    if (target.kind === 'array' || target.kind === 'map') at.fail('a list of lists or maps is not supported in input');
    if (target.kind === 'scalar' && target.nullable) at.fail('a list with null in it is not supported in input');
  }
}

/** The variants of a union are told apart by one required constant. */
function checkUnion(schemas: ReadonlyMap<string, NamedSchema>, { body, place }: NamedSchema): void {
  if (body.kind !== 'union') return;
  const constants = body.variants.map((name) => {
    const variant = named({ schemas }, name).body;
    if (variant.kind !== 'object') return place.fail(`${name} is not an object`);
    return new Map(
      variant.properties.flatMap(({ name, required, schema }) =>
        required && schema.kind === 'scalar' && schema.const !== undefined ? [[name, schema.const]] : [],
      ),
    );
  });
  const tags = [...(constants[0]?.keys() ?? [])].filter((tag) => {
    const values = constants.map((fields) => fields.get(tag));
    return !values.includes(undefined) && new Set(values).size === values.length;
  });
  if (tags.length === 0) place.fail('the variants need a required constant that tells them apart');
}

function roles(operations: readonly Operation[]): string[] {
  const all = operations.flatMap(({ security }) =>
    security.flatMap((alternative) => (alternative.scheme === 'bearerAuth' ? alternative.roles : [])),
  );
  return [...new Set(all)].sort();
}
