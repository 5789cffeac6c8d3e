import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { createAjv } from './ajv.js';
import { dtos } from './generated/dtos.js';
import { type SchemaName, schemas } from './generated/schemas.js';
import { dtoProblem } from './dto-problem.js';
import { printable } from './protocol/printable.js';

/**
 * Validates a value against a schema of the contract, and fills in the defaults.
 *
 * @returns null for a valid value, else one sentence that names the field and never quotes its value
 */
export type Validate = (schema: SchemaName, value: unknown) => string | null;

const ID = 'dialtone';
/** A message from class-validator costs about 10 µs a node; a huge value gets Ajv's message, which costs nothing. */
const WORDED_NODES = 500;

/** Makes a validator; each schema is compiled when it is first used. */
export function createValidator(): Validate {
  const ajv = createAjv({ $id: ID, $defs: schemas });
  const compiled = new Map<SchemaName, ValidateFunction>();
  return (name, value) => {
    const check = compiled.get(name) ?? ajv.compile({ $ref: `${ID}#/$defs/${name}` });
    compiled.set(name, check);
    if (check(value)) return null;
    return wordedByDto(name, value) ?? wordedByAjv(check.errors?.[0]);
  };
}

/** The validator that the server uses. */
export const validate: Validate = createValidator();

function wordedByDto(name: SchemaName, value: unknown): string | null {
  if (!Object.hasOwn(dtos, name) || !isSmall(value)) return null;
  const closed = 'additionalProperties' in schemas[name];
  return dtoProblem(dtos[name as keyof typeof dtos], closed, value);
}

function isSmall(value: unknown): boolean {
  let nodes = 0;
  const count = (node: unknown): boolean =>
    ++nodes <= WORDED_NODES && (typeof node !== 'object' || node === null || Object.values(node).every(count));
  return count(value);
}

function wordedByAjv(error: ErrorObject | undefined): string {
  if (!error) return 'is not valid';
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const steps = error.instancePath.split('/').slice(1);
  const at = (name: string) => [...steps, name].map(printable).join('.');
  if (params.missingProperty !== undefined) return `${at(params.missingProperty)} should not be empty`;
  if (params.additionalProperty !== undefined) return `property ${at(params.additionalProperty)} should not exist`;
  return `${steps.map(printable).join('.') || 'the input'} ${error.message ?? 'is not valid'}`;
}
