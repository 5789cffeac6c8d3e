import { type ErrorObject, Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { dtos } from './generated/dtos.js';
import { schemaDocument, type SchemaName } from './generated/schemas.js';
import { dtoProblem } from './dto-problem.js';
import { printable } from './printable.js';
import { utf8Bytes } from './text-size.js';

/**
 * Judges a value by a schema of the contract, and fills in its defaults.
 *
 * @returns null for a valid value, else one sentence that names the field and never quotes its value
 */
export type Validate = (schema: SchemaName, value: unknown) => string | null;

/** Wording by class-validator costs about 10 µs a node; a huge value gets Ajv's words, which cost nothing. */
const WORDED_NODES = 500;

/** Makes a validator; each schema is compiled when it is first used. */
export function createValidator(): Validate {
  const ajv = new Ajv2020({
    strict: false,
    // JSON.parse reads 1e400 as Infinity.
    strictNumbers: true,
    useDefaults: true,
    coerceTypes: false,
    removeAdditional: false,
    allErrors: false,
    validateFormats: false,
    logger: false,
  });
  ajv.addKeyword({
    keyword: 'x-max-bytes',
    type: 'string',
    schemaType: 'number',
    validate: (max: number, text: string) => utf8Bytes(text) <= max,
    error: { message: ({ schema }) => `must be shorter than or equal to ${String(schema)} bytes` },
  });
  ajv.addSchema(schemaDocument);
  const compiled = new Map<SchemaName, ValidateFunction>();
  return (name, value) => {
    const check = compiled.get(name) ?? ajv.compile({ $ref: `${schemaDocument.$id}#/$defs/${name}` });
    compiled.set(name, check);
    if (check(value)) return null;
    return wordedByDto(name, value) ?? wordedByAjv(check.errors?.[0]);
  };
}

/** The validator that the server uses. */
export const validate: Validate = createValidator();

function wordedByDto(name: SchemaName, value: unknown): string | null {
  if (!Object.hasOwn(dtos, name) || !isSmall(value)) return null;
  const closed = 'additionalProperties' in schemaDocument.$defs[name];
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
