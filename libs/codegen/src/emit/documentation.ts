import { type Model, type Property, resolve, type ScalarSchema, type Schema } from '../model.js';

type Known = Pick<Model, 'schemas'>;

/** What people read about a property: what it is and which limits it has, in one paragraph. */
export function documentation({ schema }: Pick<Property, 'schema'>, known: Known): string {
  const target = resolve(known, schema);
  const text = (schema.description || target.description).replace(/\s+/g, ' ').trim();
  const rules = rulesOf(target as Schema, known).filter((rule) => !says(text, rule));
  return [text, ...rules.map((rule) => `${rule}.`)].filter((part) => part !== '').join(' ');
}

/** Does the description say so already? */
function says(text: string, rule: string): boolean {
  return text.toLowerCase().includes(rule.toLowerCase());
}

/** The keywords of a schema in words. The description stands for a pattern, here as in refusals. */
function rulesOf(schema: Schema, known: Known): string[] {
  if (schema.kind === 'scalar') return scalarRules(schema);
  if (schema.kind === 'array') {
    return [
      ...between(schema.minItems, schema.maxItems, 'item'),
      ...(schema.uniqueItems ? ['No item twice'] : []),
      ...each(schema.items, known),
    ];
  }
  if (schema.kind === 'map')
    return [...between(undefined, schema.maxProperties, 'field'), ...each(schema.values, known)];
  return [];
}

function scalarRules(schema: ScalarSchema): string[] {
  const { minLength, maxLength, maxBytes, minimum, maximum } = schema;
  return [
    ...(schema.const === undefined
      ? []
      : [schema.const === '' ? 'Always empty' : `Always \`${String(schema.const)}\``]),
    ...between(minLength, maxLength, 'character'),
    ...between(undefined, maxBytes, 'byte'),
    ...between(minimum, maximum, ''),
    ...(schema.default === undefined ? [] : [`Default ${String(schema.default)}`]),
  ];
}

/** What every item or value has to be, where that is a scalar; an object documents its own fields. */
function each(schema: Schema, known: Known): string[] {
  const target = resolve(known, schema);
  if (target.kind === 'object' || target.kind === 'union') return [];
  const text = documentation({ schema }, known).replace(/\.$/, '');
  return text === '' ? [] : [`Each: ${text}`];
}

function between(min: number | undefined, max: number | undefined, unit: string): string[] {
  const count = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 20 });
  const units = (value: number) => (unit === '' ? '' : ` ${unit}${value === 1 ? '' : 's'}`);
  if (min !== undefined && max !== undefined) return [`${count(min)} to ${count(max)}${units(max)}`];
  if (max !== undefined) return [`At most ${count(max)}${units(max)}`];
  return min === undefined ? [] : [`At least ${count(min)}${units(min)}`];
}
