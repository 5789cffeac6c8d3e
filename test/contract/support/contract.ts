import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/*
 * The contract as a stranger reads it: straight from the YAML, with a stock validator, and nothing of the generated
 * code in between.
 */

interface Ref {
  readonly $ref: string;
}

/** A body with its examples. */
export interface MediaNode {
  readonly schema: Ref;
  readonly examples?: Readonly<Record<string, Ref | { readonly value: unknown }>>;
}

export interface ResponseNode {
  readonly content?: Readonly<Record<string, MediaNode>>;
  readonly headers?: Readonly<Record<string, Ref>>;
  readonly 'x-error-codes'?: readonly string[];
}

export interface ParameterNode {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
  /** Always there where it is required. */
  readonly example?: unknown;
}

export interface OperationNode {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly 'x-sdk-method': string;
  readonly 'x-rate'?: object;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaNode>> };
  readonly parameters?: readonly (Ref | ParameterNode)[];
  readonly responses: Readonly<Record<string, Ref | ResponseNode>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationNode>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>> & {
      readonly ErrorCode: { readonly oneOf: readonly CodeNode[] };
    };
  };
}

interface CodeNode {
  readonly const: string;
  readonly description: string;
  readonly 'x-status'?: number;
  readonly 'x-frame'?: true;
}

interface AsyncApi {
  readonly channels: {
    readonly toServer: ChannelNode & { readonly 'x-retired-types': Readonly<Record<string, string>> };
    readonly fromServer: ChannelNode;
  };
  readonly components: object;
  readonly 'x-close-codes': Readonly<Record<string, object>>;
}

interface ChannelNode {
  readonly messages: Readonly<Record<string, MessageNode>>;
}

interface MessageNode {
  readonly name: string;
  readonly 'x-error-codes'?: readonly string[];
  readonly examples: readonly { readonly payload: Readonly<Record<string, unknown>> }[];
}

export const openapi = parse(readFileSync('openapi.yaml', 'utf8')) as OpenApi;
export const asyncapi = parse(readFileSync('asyncapi.yaml', 'utf8')) as AsyncApi;

/** One answer that an operation documents: a success, or an error with one of its codes. */
export interface Outcome {
  readonly operationId: string;
  readonly status: number;
  readonly code: string | null;
}

/** A documented response. */
export interface ResponseDoc {
  readonly mediaType: string | null;
  /** Where its schema stands, as a reference; null without content. */
  readonly schema: string | null;
  readonly codes: readonly string[];
  readonly headers: readonly { readonly name: string; readonly schema: object }[];
}

/** An operation as openapi.yaml writes it. */
export interface OperationDoc {
  readonly id: string;
  /** The feature, and the SDK's resource. */
  readonly tag: string;
  /** Its name in the SDK. */
  readonly sdkMethod: string;
  readonly method: string;
  readonly path: string;
  /** That one of its `security` alternatives asks for. */
  readonly roles: readonly string[];
  /** Has it a rate for each user? */
  readonly hasRate: boolean;
  readonly parameters: readonly ParameterNode[];
  readonly hasBody: boolean;
  /** Of the request, as the validators know it; null without a body. */
  readonly bodySchema: string | null;
  /** Of the request; empty without a body. */
  readonly bodyExample: Readonly<Record<string, unknown>>;
  readonly responses: ReadonlyMap<number, ResponseDoc>;
}

/** What a node of openapi.yaml says, wherever it stands. */
export function resolve<T extends object>(node: T | Ref): T {
  if (!('$ref' in node)) return node;
  const steps = node.$ref.slice('#/'.length).split('/');
  return resolve(steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], openapi) as T | Ref);
}

/** The schema of a body, as the validators know it. */
export function schemaOf({ schema }: MediaNode): string {
  return schema.$ref.replace(/^#/, 'openapi.yaml#');
}

function readResponse(node: Ref | ResponseNode): ResponseDoc {
  const response = resolve(node);
  const [content] = Object.entries(response.content ?? {});
  return {
    mediaType: content?.[0] ?? null,
    schema: content ? schemaOf(content[1]) : null,
    codes: response['x-error-codes'] ?? [],
    headers: Object.entries(response.headers ?? {}).map(([name, header]) => ({
      name,
      schema: resolve<{ schema: object }>(header as Ref | { schema: object }).schema,
    })),
  };
}

function readOperation(path: string, method: string, node: OperationNode): OperationDoc {
  const media = node.requestBody?.content['application/json'];
  const example = Object.values(media?.examples ?? {})[0];
  return {
    id: node.operationId,
    tag: node.tags[0],
    sdkMethod: node['x-sdk-method'],
    method: method.toUpperCase(),
    path,
    roles: node.security.flatMap((alternative) => alternative.bearerAuth ?? []),
    hasRate: node['x-rate'] !== undefined,
    parameters: (node.parameters ?? []).map((parameter) => resolve(parameter)),
    hasBody: media !== undefined,
    bodySchema: media ? schemaOf(media) : null,
    bodyExample: example ? (resolve(example).value as Record<string, unknown>) : {},
    responses: new Map(Object.entries(node.responses).map(([status, body]) => [Number(status), readResponse(body)])),
  };
}

/** Every operation of openapi.yaml, by its id. */
export const operationDocs: ReadonlyMap<string, OperationDoc> = new Map(
  Object.entries(openapi.paths)
    .flatMap(([path, item]) => Object.entries(item).map(([method, node]) => readOperation(path, method, node)))
    .map((operation) => [operation.id, operation]),
);

/** Every answer that openapi.yaml documents: one for each success, one for each code of each error. */
export const outcomes: readonly Outcome[] = [...operationDocs.values()].flatMap(({ id, responses }) =>
  [...responses].flatMap(([status, { codes }]): Outcome[] =>
    (codes.length > 0 ? codes : [null]).map((code) => ({ operationId: id, status, code })),
  ),
);

/** What the contract says of each error code. */
export const errorDocs: Readonly<Record<string, { status?: number; frame?: true; message: string }>> =
  Object.fromEntries(
    openapi.components.schemas.ErrorCode.oneOf.map((node) => [
      node.const,
      { status: node['x-status'], frame: node['x-frame'], message: node.description },
    ]),
  );

/** A frame as asyncapi.yaml writes it. */
export interface FrameDoc {
  /** `sendOffer` of a client's frame SendOffer, `onOffer` of the server's event Offer. */
  readonly operation: string;
  readonly type: string;
  readonly schema: string;
  readonly codes: readonly string[];
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

function readFrames(channel: 'toServer' | 'fromServer'): FrameDoc[] {
  return Object.entries(asyncapi.channels[channel].messages).map(([name, message]) => ({
    operation:
      channel === 'toServer' ? name.charAt(0).toLowerCase() + name.slice(1) : `on${name.replace(/Event$/, '')}`,
    type: message.name,
    schema: `asyncapi.yaml#/channels/${channel}/messages/${name}/payload`,
    codes: message['x-error-codes'] ?? [],
    examples: message.examples.map(({ payload }) => payload),
  }));
}

/** What clients send. */
export const inboundDocs = readFrames('toServer');
/** What the server sends. */
export const outboundDocs = readFrames('fromServer');
/** Types that no longer exist, and the code that they are answered with. */
export const retiredTypes = asyncapi.channels.toServer['x-retired-types'];
/** The close codes that the contract names. */
export const closeCodes = Object.keys(asyncapi['x-close-codes']).map(Number);

function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addKeyword({
    keyword: 'x-max-bytes',
    type: 'string',
    schemaType: 'number',
    validate: (max: number, text: string) => Buffer.byteLength(text) <= max,
  });
  return ajv;
}

/** The documents with every object closed: what leaves the server holds nothing that the contract does not name. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return copy.type === 'object' && 'properties' in copy ? { ...copy, additionalProperties: false } : copy;
}

const { components, channels } = asyncapi;
const asWritten = newAjv();
asWritten.addSchema({ components: openapi.components }, 'openapi.yaml');
asWritten.addSchema({ components, channels }, 'asyncapi.yaml');
const asSent = newAjv();
asSent.addSchema(closed({ components: { schemas: openapi.components.schemas } }) as object, 'openapi.yaml');
asSent.addSchema(closed({ components, channels }) as object, 'asyncapi.yaml');

function problems(ajv: Ajv2020, schema: string, value: unknown): string[] {
  const check: ValidateFunction = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
  if (check(value)) return [];
  return (check.errors ?? []).map(({ instancePath, message, params }: ErrorObject) =>
    `${schema} ${instancePath} ${String(message)} ${JSON.stringify(params)}`.replace(/\s+/g, ' '),
  );
}

/** What is wrong with a value by the schema as it is written; nothing for a valid one. */
export function inputProblems(schema: string, value: unknown): string[] {
  return problems(asWritten, schema, value);
}

/** What is wrong with a value that the server sent: also a field that the schema does not name. */
export function outputProblems(schema: string, value: unknown): string[] {
  return problems(asSent, schema, value);
}

/** What is wrong with a value by a schema that is written in place, such as a parameter's. */
export function inlineProblems(schema: object, value: unknown): string[] {
  const absolute = JSON.stringify(schema).replaceAll('"#/', '"openapi.yaml#/');
  const check = asWritten.compile(JSON.parse(absolute) as object);
  return check(value) ? [] : [`${JSON.stringify(value)} ${asWritten.errorsText(check.errors)}`];
}
