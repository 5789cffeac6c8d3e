import { type SchemaName, schemas } from '../generated/schemas.js';
import { problemOf } from '../protocol/judge.js';

/** Judges what a client sends by a schema of the contract: null, or a sentence that says what is wrong. */
export function judge(schema: SchemaName, value: unknown): string | null {
  return problemOf(schemas, schema, value);
}
