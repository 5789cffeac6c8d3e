import type { Place } from './place.js';

/** A value of a property, a parameter, an item or a map. */
export type Schema = ScalarSchema | RefSchema | ArraySchema | MapSchema;
/** What a name can stand for. */
export type NamedSchemaBody = Schema | ObjectSchema | UnionSchema;
export type Scalar = string | number | boolean;

export interface ScalarSchema {
  readonly kind: 'scalar';
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly nullable: boolean;
  readonly const?: Scalar;
  /** Every value but null, which `nullable` allows. */
  readonly enum?: readonly Scalar[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxBytes?: number;
  /** Documented but never checked, so not allowed in what clients send. */
  readonly format?: 'date-time';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: Scalar;
  readonly description: string;
}

export interface RefSchema {
  readonly kind: 'ref';
  readonly name: string;
  readonly description: string;
}

export interface ArraySchema {
  readonly kind: 'array';
  readonly nullable: boolean;
  readonly items: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems: boolean;
  readonly description: string;
}

export interface MapSchema {
  readonly kind: 'map';
  readonly nullable: boolean;
  readonly values: Schema;
  readonly maxProperties?: number;
  readonly description: string;
}

export interface ObjectSchema {
  readonly kind: 'object';
  readonly properties: readonly Property[];
  /** Are fields refused that it does not name? */
  readonly closed: boolean;
  readonly description: string;
}

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** One of several objects, told apart by a required constant in the field `tag`. */
export interface UnionSchema {
  readonly kind: 'union';
  readonly variants: readonly string[];
  readonly description: string;
}

export interface NamedSchema {
  readonly name: string;
  readonly body: NamedSchemaBody;
  readonly place: Place;
  /** For Ajv: without descriptions, and with references as `#/$defs/X`. */
  readonly json: object;
  /** Made of an operation's parameters, so that no file has it under its name. */
  readonly isParameters: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required: boolean;
  readonly schema: Schema;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
}

/** How many of some parameters a request may give. */
export interface Choice {
  readonly names: readonly string[];
  readonly least: 0 | 1;
  /** Null for any number. */
  readonly most: 1 | null;
}

export type SecurityAlternative =
  { readonly scheme: 'bearerAuth'; readonly roles: readonly string[] } | { readonly scheme: 'adminToken' };

/** How to get from one page of a list to the next. */
export interface PageStep {
  readonly towards: 'next' | 'older' | 'newer';
  /** The query parameter that asks for the other page. */
  readonly parameter: string;
  /** Where its value stands: for `next` a field of the answer, else one of the first (`older`) or last (`newer`) item. */
  readonly field: string;
}

/** A list that is answered page by page. */
export interface Pages {
  /** The answer's field with the items, and the schema of one of them. */
  readonly items: string;
  readonly itemSchema: string;
  /** The answer's field that says whether there is another page. */
  readonly more: string;
  /** The first is used unless the caller gives the parameter of another one. */
  readonly steps: readonly PageStep[];
}

export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** As in the YAML: `/things/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly sdkMethod: string;
  readonly setsToken: boolean;
  readonly endsSession: boolean;
  readonly retryable: boolean;
  readonly pages: Pages | null;
  /** How often one user may call it. */
  readonly rate: { readonly perMinute: number; readonly burst: number } | null;
  readonly summary: string;
  readonly description: string;
  readonly security: readonly SecurityAlternative[];
  readonly parameters: readonly Parameter[];
  readonly choices: readonly Choice[];
  /** Name of the schema that the parameters make together. */
  readonly paramsSchema: string | null;
  readonly body: string | null;
  readonly status: number;
  /** May also answer 204. */
  readonly noContent: boolean;
  /** May also answer the same type with this status, 4xx or 5xx: it is no error, but tells of something that is wrong. */
  readonly otherStatus: number | null;
  readonly contentType: 'application/json' | 'text/plain' | null;
  readonly output: string | null;
  readonly errors: readonly string[];
  readonly place: Place;
}

export interface Message {
  /** From the server's point of view, converted here once: inbound is from client to server. */
  readonly direction: 'inbound' | 'outbound';
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  /** Name of the payload's schema, which is the name of the message. */
  readonly payload: string;
  /** Only passed on to other clients, at a rate of its own; inbound messages only. */
  readonly isSignal: boolean;
  readonly errors: readonly string[];
  readonly place: Place;
}

export interface ErrorSpec {
  readonly code: string;
  readonly status?: number;
  readonly frame: boolean;
  /** Passes by itself: nothing was changed, and the same may be sent again. */
  readonly passes: boolean;
  readonly message: string;
  readonly place: Place;
}

export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly description: string;
}

export interface CloseCode {
  readonly code: number;
  readonly name: string;
  readonly reconnect: boolean;
  readonly description: string;
}

export interface Tag {
  readonly name: string;
  readonly description: string;
}

/** The whole contract, HTTP and WebSocket. Everything is in the order of the files. */
export interface Model {
  readonly schemas: ReadonlyMap<string, NamedSchema>;
  /** Schemas that clients send: they become DTO classes. Each comes after those that it needs. */
  readonly dtos: readonly string[];
  readonly tags: readonly Tag[];
  readonly operations: readonly Operation[];
  readonly messages: readonly Message[];
  readonly retiredTypes: readonly { readonly type: string; readonly code: string }[];
  readonly errors: readonly ErrorSpec[];
  readonly limits: readonly Limit[];
  readonly rules: readonly { readonly id: string; readonly text: string }[];
  readonly closeCodes: readonly CloseCode[];
  /** Where the WebSocket is opened: the address of both channels. */
  readonly realtimePath: string;
  readonly roles: readonly string[];
}

/** The definition that a reference stands for in the end. */
export function resolve(model: Pick<Model, 'schemas'>, schema: NamedSchemaBody): Exclude<NamedSchemaBody, RefSchema> {
  let body: NamedSchemaBody = schema;
  while (body.kind === 'ref') body = named(model, body.name).body;
  return body;
}

export function named(model: Pick<Model, 'schemas'>, name: string): NamedSchema {
  const schema = model.schemas.get(name);
  if (!schema) throw new Error(`no schema ${name}`);
  return schema;
}

/** Name of the method that serves a frame: that of its message, with a small first letter. */
export function handlerOf({ payload }: Pick<Message, 'payload'>): string {
  return `${payload.charAt(0).toLowerCase()}${payload.slice(1)}`;
}

/** Names of the schemas that this one refers to itself. */
export function references(body: NamedSchemaBody): string[] {
  switch (body.kind) {
    case 'ref':
      return [body.name];
    case 'array':
      return references(body.items);
    case 'map':
      return references(body.values);
    case 'object':
      return body.properties.flatMap(({ schema }) => references(schema));
    case 'union':
      return [...body.variants];
    case 'scalar':
      return [];
  }
}
