import type { Model } from '../model.js';
import { block, file, literal } from './text.js';

/** `schemas.ts`: every schema as JSON Schema, for the validation of values. */
export function emitSchemas(model: Model): string {
  const schemas = [...model.schemas.values()];
  return file(
    block('/** Name of a schema. */', 'export type SchemaName =', [
      schemas.map(({ name }) => `  | ${literal(name)}`).join('\n'),
      ';',
    ]),
    block(
      '/** Every schema (JSON Schema 2020-12) by its name; they refer to one another as `#/$defs/<name>`. */',
      'export const schemas: Readonly<Record<SchemaName, object>> = {',
      schemas.map(({ name, json }) => `  ${name}: ${literal(json)},\n`),
      '};',
    ),
  );
}
