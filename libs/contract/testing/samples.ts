import fc from 'fast-check';

/** A JSON Schema of the dialect, as far as samples need it. */
interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly 'x-max-bytes'?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

export type Defs = Readonly<Record<string, object>>;

/** Texts of many kinds; those at a schema's own length limits are added to them. */
const TEXTS = [
  '',
  ' ',
  'a',
  'ab',
  'alice',
  ' Alice ',
  'correct horse 7',
  'пароль٣٣',
  'AAAA',
  'AA==',
  'AAA=',
  'A===',
  '3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=',
  '5VZDAMNgrHKQhuLMgG6CioSHfx64sX04rnFISkNw4Km0p3yNUKLi5yXN5lTMzcr0Zsx1eaUn4Jn2ufhKEo1tCA==',
  '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01',
  '2026-03-01T09:30:00.000Z',
  '1',
];
const UNITS = ['a', 'a1', 'é', '漢', '😀', 'a\uFE0F', '\uD800', ' '];

/** Texts just below, at and above the lengths that the schema names, in code points, UTF-16 units and bytes. */
function textsFor(schema: JsonSchema): string[] {
  const bounds = [schema.minLength, schema.maxLength, schema['x-max-bytes']].filter((bound) => bound !== undefined);
  const lengths = bounds.flatMap((bound) => [bound - 1, bound, bound + 1]).filter((length) => length >= 0);
  const long = lengths.flatMap((length) =>
    UNITS.flatMap((unit) => [unit.repeat(length).slice(0, length), unit.repeat(Math.floor(length / unit.length))]),
  );
  return [...TEXTS, ...long, ...UNITS.flatMap((unit) => lengths.map((length) => unit.repeat(length)))];
}

function numbersFor({ minimum = 0, maximum = 10 }: JsonSchema): number[] {
  return [minimum - 1, minimum, minimum + 1, maximum - 1, maximum, maximum + 1, 0, -0, 1.5, 1e400, 2 ** 53];
}

/** Objects that match a schema except in their scalars, which are often at its limits and sometimes beyond. */
export function objectsOf(name: string, defs: Defs, accepts: (name: string, value: unknown) => boolean) {
  const deref = (schema: JsonSchema): JsonSchema => (schema.$ref ? defs[schema.$ref.replace('#/$defs/', '')] : schema);
  const valueOf = (given: JsonSchema): fc.Arbitrary<unknown> => {
    const schema = deref(given);
    const types = [schema.type ?? 'string'].flat();
    if (types.includes('null')) {
      return fc.oneof(
        { weight: 1, arbitrary: fc.constant(null) },
        { weight: 3, arbitrary: valueOf({ ...schema, type: types[0] ?? '' }) },
      );
    }
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.type === 'object') return objectOf(schema);
    if (schema.type === 'array') {
      const { minItems = 0, maxItems = 3, items = {} } = schema;
      return fc.array(valueOf(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) });
    }
    if (schema.type === 'boolean') return fc.boolean();
    return mostlyValid(given, schema.type === 'string' ? textsFor(schema) : numbersFor(schema));
  };
  /** Nine in ten match the schema, or nearly every sample would be refused. */
  const mostlyValid = (schema: JsonSchema, candidates: readonly unknown[]): fc.Arbitrary<unknown> => {
    const valid = candidates.filter((candidate) => accepts(JSON.stringify(schema), candidate));
    if (valid.length === 0) throw new Error(`no sample matches ${JSON.stringify(schema)}; add one to TEXTS`);
    return fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...valid) },
      { weight: 1, arbitrary: fc.constantFrom(...candidates) },
    );
  };
  const objectOf = (schema: JsonSchema): fc.Arbitrary<Record<string, unknown>> => {
    const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => [key, valueOf(field)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
  };
  return objectOf(defs[name]);
}
