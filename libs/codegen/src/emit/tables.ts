import type { Sources } from '../load.js';
import type { ErrorSpec, Model } from '../model.js';
import { doc, file, keyOf, literal } from './text.js';

/** `errors.ts`: the table of error codes. */
export function emitErrors(model: Model): string {
  return file(
    `/** What the contract says of an error. */
export interface ErrorSpec {
  /** Of the HTTP answer; null for a code that comes in \`error\` events alone. */
  readonly status: number | null;
  /** Does it come in \`error\` events? */
  readonly frame: boolean;
  readonly message: string;
}`,
    `/** Every error that the server answers with: its HTTP status, whether it comes in \`error\` events, its text. */
export const errors = {
${model.errors.map(emitError).join('')}} as const satisfies Record<string, ErrorSpec>;`,
    `/** Stable code of an error. */
export type ErrorCode = keyof typeof errors;
/** Codes of HTTP answers. */
export type HttpErrorCode = {
  [C in ErrorCode]: (typeof errors)[C] extends { readonly status: number } ? C : never;
}[ErrorCode];
/** Codes of \`error\` events. */
export type FrameErrorCode = {
  [C in ErrorCode]: (typeof errors)[C] extends { readonly frame: true } ? C : never;
}[ErrorCode];`,
  );
}

function emitError({ code, status, frame, message }: ErrorSpec): string {
  return `  ${keyOf(code)}: ${literal({ status: status ?? null, frame, message })},\n`;
}

/** `limits.ts`: the limits of openapi.yaml. */
export function emitLimits(model: Model): string {
  const lines = model.limits.map(
    ({ name, value, unit, description }) => `${doc([`${description} In ${unit}.`], '  ')}  ${name}: ${value},\n`,
  );
  return file(`/** The limits that the contract states. */\nexport const limits = {\n${lines.join('')}} as const;`);
}

/** `schemas.ts`: every schema for Ajv, in one document. */
export function emitSchemas(model: Model): string {
  const schemas = [...model.schemas.values()];
  const lines = schemas.map(({ name, json }) => `    ${name}: ${literal(json)},\n`);
  return file(
    `/** Name of a schema. */\nexport type SchemaName =\n${schemas.map(({ name }) => `  | '${name}'`).join('\n')};`,
    `/** All schemas as one JSON Schema (2020-12) document; they refer to one another by \`#/$defs/X\`. */
export const schemaDocument: { readonly $id: string; readonly $defs: Readonly<Record<SchemaName, object>> } = {
  $id: 'dialtone',
  $defs: {
${lines.join('')}  },
};`,
    `/** Every schema by its name. */\nexport const schemas: Readonly<Record<SchemaName, object>> = schemaDocument.$defs;`,
  );
}

/** `openapi.json`: openapi.yaml, read; a server that starts need not parse it. */
export function emitOpenapi({ openapi }: Sources): string {
  return `${JSON.stringify(openapi.root.value, null, 2)}\n`;
}
