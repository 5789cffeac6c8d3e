import type { Model } from '../model.js';
import { block, doc, file, literal, regex } from './text.js';

/** `limit-values.ts`: the limits of openapi.yaml, each by itself: a bundle has only those that it uses. */
export function emitLimitValues({ limits }: Model): string {
  return file(
    ...limits.map(({ name, value, unit, description }) =>
      block(doc([`${description} In ${unit}.`]).trimEnd(), `export const ${name} = ${value};`, []),
    ),
  );
}

/** `limits.ts`: all these limits, and those in the schemas of openapi.yaml that clients need to know. */
export function emitLimits(model: Model): string {
  return file(
    "/** The limits that the contract states. */\nexport * as limits from './limit-values.js';",
    block(
      '/** The most bytes (UTF-8) of a text, by its schema. */',
      'export const maxBytes = {',
      [...model.schemas.values()].flatMap(({ name, body }) => {
        return body.kind === 'scalar' && body.maxBytes !== undefined ? `  ${name}: ${body.maxBytes},\n` : [];
      }),
      '} as const;',
    ),
    block(
      '/** The most items of a list that clients send, by its schema and field. */',
      'export const maxItems = {',
      model.dtos.flatMap((name) => maxItemsOf(name, model)),
      '} as const;',
    ),
    // Each by itself: a bundle has only those that it uses.
    ...[...model.schemas.values()].flatMap(({ name, body }) => {
      if (body.kind !== 'scalar' || body.pattern === undefined) return [];
      return block(`/** The form of \`${name}\`. */`, `export const ${name}Pattern = ${regex(body.pattern)};`, []);
    }),
  );
}

function maxItemsOf(name: string, model: Model): string[] {
  const body = model.schemas.get(name)?.body;
  const fields = body?.kind === 'object' ? body.properties : [];
  const limited = fields.flatMap(({ name: field, schema }) => {
    return schema.kind === 'array' && schema.maxItems !== undefined ? [[field, schema.maxItems] as const] : [];
  });
  return limited.length === 0 ? [] : [`  ${name}: ${literal(Object.fromEntries(limited))},\n`];
}
