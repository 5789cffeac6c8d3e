import type { Scalar, ScalarSchema } from '../model.js';
import type { Place } from '../place.js';
import { change, type Finding, finding, shown } from './finding.js';

type Change = (rule: Finding['rule'], detail: string) => Finding;

/** A scalar that clients send: whatever the old one took, the new one has to take. */
export function diffSentScalar(old: ScalarSchema, next: ScalarSchema, place: Place, subject: string): Finding[] {
  const found: Change = (rule, detail) => finding(rule, place, subject, detail);
  if (old.type !== next.type) {
    if (old.type !== 'integer' || next.type !== 'number') {
      return [found('request-type-changed', change(old.type, next.type))];
    }
    return [found('request-type-widened', change(old.type, next.type)), ...diffSentValues(old, next, found)];
  }
  return diffSentValues(old, next, found);
}

function diffSentValues(old: ScalarSchema, next: ScalarSchema, found: Change): Finding[] {
  const before = choices(old);
  const after = choices(next);
  if (!before) {
    if (after) return [found('request-enum-narrowed', `only ${list(after)}`)];
    return diffPattern(old, next, found);
  }
  const lost = before.filter((value) => (after ? !after.includes(value) : !takes(next, value)));
  const gained = after?.filter((value) => !before.includes(value));
  return [
    ...(lost.length > 0 ? [found('request-enum-narrowed', `no ${list(lost)}`)] : []),
    ...(gained && gained.length > 0 ? [found('request-enum-widened', `also ${list(gained)}`)] : []),
    ...(gained ? [] : [found('request-enum-widened', 'other values too')]),
  ];
}

function diffPattern(old: ScalarSchema, next: ScalarSchema, found: Change): Finding[] {
  if (old.pattern === next.pattern) return [];
  const detail = change(old.pattern, next.pattern);
  return [found(next.pattern === undefined ? 'request-limit-raised' : 'request-pattern-changed', `pattern ${detail}`)];
}

/** A scalar that clients read: of a list of values there may come others, but none takes the place of another. */
export function diffReadScalar(old: ScalarSchema, next: ScalarSchema, place: Place, subject: string): Finding[] {
  const found: Change = (rule, detail) => finding(rule, place, subject, detail);
  if (old.type !== next.type && (old.type !== 'number' || next.type !== 'integer')) {
    return [found('response-type-changed', change(old.type, next.type))];
  }
  const findings: Finding[] = [];
  if (old.format !== undefined && next.format === undefined) {
    findings.push(found('response-format-changed', change(old.format, next.format)));
  }
  if (old.pattern !== undefined && old.pattern !== next.pattern && !choices(next)) {
    findings.push(found('response-pattern-changed', `pattern ${change(old.pattern, next.pattern)}`));
  }
  if (old.const !== undefined) {
    const stays = choices(next)?.every((value) => value === old.const) ?? false;
    return stays ? findings : [...findings, found('response-const-changed', change(old.const, next.const))];
  }
  return [...findings, ...diffReadValues(choices(old), choices(next), found)];
}

function diffReadValues(
  before: readonly Scalar[] | undefined,
  after: readonly Scalar[] | undefined,
  found: Change,
): Finding[] {
  if (!before) return [];
  if (!after) return [found('response-enum-widened', 'other values too')];
  const lost = before.filter((value) => !after.includes(value));
  const gained = after.filter((value) => !before.includes(value));
  if (lost.length > 0 && gained.length > 0) {
    return [found('response-value-replaced', `${list(lost)} → ${list(gained)}`)];
  }
  if (gained.length > 0) return [found('response-enum-widened', `also ${list(gained)}`)];
  return lost.length > 0 ? [found('response-enum-narrowed', `no ${list(lost)}`)] : [];
}

/** Every value of a scalar that has only a few; null is not among them. */
export function choices(schema: ScalarSchema): Scalar[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  const values: readonly (Scalar | null)[] | undefined = schema.enum;
  if (values) return values.filter((value) => value !== null);
  return schema.type === 'boolean' ? [true, false] : undefined;
}

function takes(schema: ScalarSchema, value: Scalar): boolean {
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (typeof value === 'boolean') return true;
  const length = Array.from(value).length;
  return (
    length >= (schema.minLength ?? 0) &&
    length <= (schema.maxLength ?? Infinity) &&
    Buffer.byteLength(value) <= (schema.maxBytes ?? Infinity) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value))
  );
}

function list(values: readonly Scalar[]): string {
  return values.map(shown).join(', ');
}
