import { type Model, named, type NamedSchemaBody, type ObjectSchema, type UnionSchema } from '../model.js';
import type { Place } from '../place.js';
import { at, change, type Finding, finding, pair } from './finding.js';
import { diffLimits } from './limits.js';
import type { Direction } from './rules.js';
import { diffReadScalar, diffSentScalar } from './scalars.js';

/** A schema, and where it stands. */
export interface Value {
  readonly schema: NamedSchemaBody;
  readonly place: Place;
}

/** Two contracts, and the pairs of named schemas that are compared already: each is told of once. */
export interface Comparison {
  readonly old: Pick<Model, 'schemas'>;
  readonly next: Pick<Model, 'schemas'>;
  readonly direction: Direction;
  readonly seen: Set<string>;
}

/**
 * Compares the values of one place of the contract. A schema that goes by the same name in both is the subject of what
 * changed in it; else it is the place that uses it.
 */
export function diffValues(comparison: Comparison, subject: string, old: Value, next: Value): Finding[] {
  if (old.schema.kind !== 'ref' || next.schema.kind !== 'ref') {
    return diffBodies(comparison, subject, follow(comparison.old, old), follow(comparison.next, next));
  }
  const [before, after] = [old.schema.name, next.schema.name];
  const name = before === after ? after : subject;
  const key = `${name} ${before} ${after}`;
  if (comparison.seen.has(key)) return [];
  comparison.seen.add(key);
  return diffBodies(comparison, name, follow(comparison.old, old), follow(comparison.next, next));
}

/** Compares the schemas of two names. */
export function diffNamed(comparison: Comparison, subject: string, old: string, next: string): Finding[] {
  const value = (model: Pick<Model, 'schemas'>, name: string): Value => ({
    schema: { kind: 'ref', name, description: '' },
    place: named(model, name).place,
  });
  return diffValues(comparison, subject, value(comparison.old, old), value(comparison.next, next));
}

function follow(model: Pick<Model, 'schemas'>, value: Value): Value {
  let { schema, place } = value;
  while (schema.kind === 'ref') ({ body: schema, place } = named(model, schema.name));
  return { schema, place };
}

function diffBodies(comparison: Comparison, subject: string, old: Value, next: Value): Finding[] {
  const { direction } = comparison;
  const { place } = next;
  const [before, after] = [old.schema, next.schema];
  if (before.kind === 'object' && after.kind === 'object') {
    return diffObjects(comparison, subject, { ...old, schema: before }, { ...next, schema: after });
  }
  if (before.kind === 'union' && after.kind === 'union') {
    return diffUnions(comparison, subject, before, after, place);
  }
  const nulls = diffNull(direction, before, after, place, subject);
  if (before.kind === 'scalar' && after.kind === 'scalar') {
    const diffScalar = direction === 'sent' ? diffSentScalar : diffReadScalar;
    const found = diffScalar(before, after, place, subject);
    const [type, other] = [before.type, after.type].map((name) => (name === 'integer' ? 'number' : name));
    return [...nulls, ...found, ...(type === other ? diffLimits(direction, before, after, place, subject) : [])];
  }
  if (before.kind === 'array' && after.kind === 'array') {
    const items = [
      { schema: before.items, place: at(old.place, 'items') },
      { schema: after.items, place: at(place, 'items') },
    ] as const;
    const limits = diffLimits(direction, before, after, place, subject);
    return [...nulls, ...limits, ...diffValues(comparison, `${subject}[]`, ...items)];
  }
  if (before.kind === 'map' && after.kind === 'map') {
    const values = [
      { schema: before.values, place: at(old.place, 'additionalProperties') },
      { schema: after.values, place: at(place, 'additionalProperties') },
    ] as const;
    const limits = diffLimits(direction, before, after, place, subject);
    return [...nulls, ...limits, ...diffValues(comparison, `${subject}{}`, ...values)];
  }
  const rule = direction === 'sent' ? 'request-type-changed' : 'response-type-changed';
  return [finding(rule, place, subject, change(typeOf(before), typeOf(after)))];
}

function typeOf(schema: NamedSchemaBody): string {
  return schema.kind === 'scalar' ? schema.type : schema.kind;
}

function diffNull(
  direction: Direction,
  before: NamedSchemaBody,
  after: NamedSchemaBody,
  place: Place,
  subject: string,
): Finding[] {
  const takesNull = (schema: NamedSchemaBody) => 'nullable' in schema && schema.nullable;
  if (takesNull(before) === takesNull(after)) return [];
  if (direction === 'sent') {
    const rule = takesNull(after) ? 'request-null-accepted' : 'request-null-refused';
    return [finding(rule, place, subject, takesNull(after) ? 'null too' : 'no null')];
  }
  return takesNull(after) ? [finding('response-null-added', place, subject, 'may be null')] : [];
}

type ObjectValue = Value & { readonly schema: ObjectSchema };

function diffObjects(comparison: Comparison, subject: string, old: ObjectValue, next: ObjectValue): Finding[] {
  const sent = comparison.direction === 'sent';
  const { removed, added, kept } = pair(old.schema.properties, next.schema.properties, ({ name }) => name);
  const field = (value: Value, name: string) => at(value.place, 'properties', name);
  return [
    ...removed.map(({ name }) => {
      const rule = !sent
        ? 'response-field-removed'
        : next.schema.closed
          ? 'request-field-removed'
          : 'frame-field-ignored';
      return finding(rule, field(old, name), `${subject}.${name}`, 'removed');
    }),
    ...added.map(({ name, required }) => {
      const rule = !sent ? 'response-field-added' : required ? 'request-field-required' : 'request-field-added';
      return finding(rule, field(next, name), `${subject}.${name}`, required ? 'added, required' : 'added');
    }),
    ...kept.flatMap(([before, after]) => {
      const path = `${subject}.${after.name}`;
      const place = field(next, after.name);
      const findings: Finding[] = [];
      if (sent && !before.required && after.required) {
        findings.push(finding('request-field-required', place, path, 'optional → required'));
      }
      if (before.required && !after.required) {
        const rule = sent ? 'request-field-optional' : 'response-field-optional';
        findings.push(finding(rule, place, path, 'required → optional'));
      }
      const values = [
        { schema: before.schema, place: field(old, before.name) },
        { schema: after.schema, place },
      ] as const;
      return [...findings, ...diffValues(comparison, path, ...values)];
    }),
  ];
}

/** Variants belong together by the constants that tell them apart, whatever they are called. */
function diffUnions(
  comparison: Comparison,
  subject: string,
  old: UnionSchema,
  next: UnionSchema,
  place: Place,
): Finding[] {
  const before = old.variants.map((name) => ({ name, constants: constants(comparison.old, name) }));
  const after = next.variants.map((name) => ({ name, constants: constants(comparison.next, name) }));
  const all = [...before, ...after];
  const tags = [...(all[0]?.constants.keys() ?? [])].filter((tag) =>
    all.every((variant) => variant.constants.has(tag)),
  );
  if (tags.length === 0) return [finding('response-type-changed', place, subject, 'no field tells the variants apart')];
  const key = ({ constants }: (typeof all)[number]) => tags.map((tag) => String(constants.get(tag))).join(' ');
  const { removed, added, kept } = pair(before, after, key);
  const gone = removed.map(key).join(', ');
  const come = added.map(key).join(', ');
  const inner = kept.flatMap(([a, b]) => diffNamed(comparison, `${subject}(${key(b)})`, a.name, b.name));
  if (gone && come) return [finding('response-value-replaced', place, subject, `${gone} → ${come}`), ...inner];
  if (gone) return [finding('response-variant-removed', place, subject, `no ${gone}`), ...inner];
  if (come) return [finding('response-variant-added', place, subject, `also ${come}`), ...inner];
  return inner;
}

function constants(model: Pick<Model, 'schemas'>, name: string): Map<string, unknown> {
  const { body } = named(model, name);
  const properties = body.kind === 'object' ? body.properties : [];
  return new Map(
    properties.flatMap(({ name, required, schema }) =>
      required && schema.kind === 'scalar' && schema.const !== undefined ? [[name, schema.const]] : [],
    ),
  );
}
