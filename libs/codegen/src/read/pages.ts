import { type Model, named, type Operation, type Pages, type PageStep, type Property, resolve } from '../model.js';
import type { Place } from '../place.js';

type Known = Pick<Model, 'schemas'>;
type Listing = Pick<Operation, 'method' | 'parameters' | 'output'>;

const DIRECTIONS = ['next', 'older', 'newer'] as const;

/** Reads `x-sdk-pages` of an operation: how the pages of its list follow one another. */
export function readPages(place: Place, { method, parameters, output }: Listing, known: Known): Pages {
  place.only('items', 'more', ...DIRECTIONS);
  if (method !== 'GET') place.fail('only GET answers with pages');
  const answer = propertiesOf(output, known);
  const itemSchema = itemSchemaOf(place.get('items'), answer);
  const more = requiredField(place.get('more'), answer, 'boolean', known);
  const steps = DIRECTIONS.flatMap((towards): PageStep[] => {
    const [entry, ...others] = place.find(towards)?.entries() ?? [];
    if (!entry) return [];
    if (others.length > 0) place.get(towards).fail('expected one parameter');
    if (!parameters.some(({ name, in: where, required }) => name === entry.key && where === 'query' && !required)) {
      entry.fail(`${entry.key} is no optional query parameter`);
    }
    const fields = towards === 'next' ? answer : propertiesOf(itemSchema, known);
    return [{ towards, parameter: entry.key, field: requiredField(entry, fields, 'string', known) }];
  });
  const isNext = steps.some(({ towards }) => towards === 'next');
  if (steps.length === 0 || (isNext && steps.length > 1)) place.fail('expected next, or older, newer or both');
  return { items: place.get('items').text(), itemSchema, more, steps };
}

function propertiesOf(schema: string | null, known: Known): readonly Property[] {
  const body = schema === null ? undefined : named(known, schema).body;
  return body?.kind === 'object' ? body.properties : [];
}

function itemSchemaOf(place: Place, answer: readonly Property[]): string {
  const property = answer.find(({ name, required }) => required && name === place.text());
  const { schema } = property ?? {};
  if (schema?.kind !== 'array' || schema.items.kind !== 'ref') {
    return place.fail(`the answer has no required list ${place.text()} of a named schema`);
  }
  return schema.items.name;
}

/** The required field of that type which the place names. */
function requiredField(place: Place, fields: readonly Property[], type: 'string' | 'boolean', known: Known): string {
  const property = fields.find(({ name, required }) => required && name === place.text());
  const schema = property && resolve(known, property.schema);
  if (schema?.kind !== 'scalar' || schema.type !== type || schema.nullable) {
    place.fail(`${place.text()} is no required ${type} there`);
  }
  return place.text();
}
