import { Ajv2020 } from 'ajv/dist/2020.js';
import { utf8Bytes } from './text-size.js';

/** Ajv set up for the contract, with the schemas of one document; a schema is compiled when it is first used. */
export function createAjv(document: { readonly $id: string; readonly $defs: object }): Ajv2020 {
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
  return ajv.addSchema(document);
}
