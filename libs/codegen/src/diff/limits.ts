import type { ArraySchema, MapSchema, ScalarSchema } from '../model.js';
import type { Place } from '../place.js';
import { at, change, type Finding, finding } from './finding.js';
import type { Direction, Rule } from './rules.js';
import { choices } from './scalars.js';

type Limited = ScalarSchema | ArraySchema | MapSchema;

const UPPER = ['maxLength', 'maxBytes', 'maximum', 'maxItems', 'maxProperties'];
const LOWER = ['minLength', 'minimum', 'minItems'];

const RULES_OF: Record<Direction, Record<'upper' | 'lower', { tighter?: Rule; looser: Rule }>> = {
  sent: {
    upper: { tighter: 'request-limit-lowered', looser: 'request-limit-raised' },
    lower: { tighter: 'request-limit-lowered', looser: 'request-limit-raised' },
  },
  read: { upper: { looser: 'response-limit-raised' }, lower: { looser: 'response-promise-dropped' } },
};

/** The numbers that bound a value, and `uniqueItems`. */
export function diffLimits(
  direction: Direction,
  old: Limited,
  next: Limited,
  place: Place,
  subject: string,
): Finding[] {
  if (old.kind === 'scalar' && next.kind === 'scalar' && (choices(old) ?? choices(next))) return [];
  const compare = (keyword: string, end: 'upper' | 'lower'): Finding[] => {
    const [before, after] = [written(old, keyword), written(next, keyword)];
    if (before === after) return [];
    const room = (end === 'upper' ? 1 : -1) * (bound(next, keyword, end) - bound(old, keyword, end));
    const { tighter, looser } = RULES_OF[direction][end];
    const rule = room > 0 ? looser : room < 0 ? tighter : undefined;
    const name = keyword === 'maxBytes' ? 'x-max-bytes' : keyword;
    return rule ? [finding(rule, at(place, name), subject, `${name} ${change(before, after)}`)] : [];
  };
  return [
    ...UPPER.flatMap((keyword) => compare(keyword, 'upper')),
    ...LOWER.flatMap((keyword) => compare(keyword, 'lower')),
    ...(old.kind === 'array' && next.kind === 'array' ? diffUnique(direction, old, next, place, subject) : []),
  ];
}

/** A bound that is not written may follow from another one: a character has one to four bytes. */
function bound(schema: Limited, keyword: string, end: 'upper' | 'lower'): number {
  const number = (name: string) => written(schema, name);
  if (end === 'lower') return number(keyword) ?? (keyword === 'minimum' ? -Number.MAX_VALUE : 0);
  const own = number(keyword) ?? Number.MAX_VALUE;
  if (keyword === 'maxLength') return Math.min(own, number('maxBytes') ?? Number.MAX_VALUE);
  if (keyword === 'maxBytes') return Math.min(own, 4 * (number('maxLength') ?? Number.MAX_VALUE / 4));
  return own;
}

function written(schema: Limited, keyword: string): number | undefined {
  const value: unknown = Object.entries(schema).find(([key]) => key === keyword)?.[1];
  return typeof value === 'number' ? value : undefined;
}

function diffUnique(
  direction: Direction,
  old: ArraySchema,
  next: ArraySchema,
  place: Place,
  subject: string,
): Finding[] {
  if (old.uniqueItems === next.uniqueItems) return [];
  const detail = `uniqueItems ${change(old.uniqueItems, next.uniqueItems)}`;
  const { tighter, looser } = RULES_OF[direction].lower;
  const rule = next.uniqueItems ? tighter : looser;
  return rule ? [finding(rule, at(place, 'uniqueItems'), subject, detail)] : [];
}
