import { type Choice, type Operation, type Parameter, resolve, type ScalarSchema } from '../model.js';
import type { Place } from '../place.js';
import { at, change, type Finding, finding, pair } from './finding.js';
import { type Comparison, diffValues } from './schemas.js';

/** The parameters of an operation: by name, and those of the path in the path's order. */
export function diffParameters(old: Operation, next: Operation, subject: string, sent: Comparison): Finding[] {
  const nextNames = pathNames(next);
  const renamed = new Map(pathNames(old).map((name, index) => [name, nextNames[index] ?? name]));
  const isOld = (name: string) => old.parameters.some((parameter) => parameter.name === name);
  const before = old.parameters.map((parameter) => {
    const name = renamed.get(parameter.name) ?? parameter.name;
    // A name that another parameter had is that one, moved.
    return { parameter, key: isOld(name) ? parameter.name : name };
  });
  const after = next.parameters.map((parameter) => ({ parameter, key: parameter.name }));
  const { removed, added, kept } = pair(before, after, ({ key }) => key);
  return [
    ...removed.map(({ parameter }) =>
      finding('parameter-removed', placeOf(old, parameter), `${subject} ${parameter.name}`, 'removed'),
    ),
    ...added.map(({ parameter }) => {
      const rule = parameter.required ? 'parameter-required' : 'parameter-added';
      const detail = parameter.required ? 'added, required' : 'added';
      return finding(rule, placeOf(next, parameter), `${subject} ${parameter.name}`, detail);
    }),
    ...kept.flatMap(([{ parameter: was }, { parameter: is }]) => {
      const places = { was: placeOf(old, was), is: placeOf(next, is) };
      return diffParameter(was, is, `${subject} ${is.name}`, places, sent);
    }),
    ...diffChoices(old, next, subject),
  ];
}

/** How many of some parameters may be given. */
function diffChoices(old: Operation, next: Operation, subject: string): Finding[] {
  const covers = (wide: Choice, narrow: Choice) =>
    [...wide.names].sort().join() === [...narrow.names].sort().join() &&
    wide.least <= narrow.least &&
    (wide.most ?? Infinity) >= (narrow.most ?? Infinity);
  const lacking = (from: Operation, by: Operation) =>
    from.choices.filter((choice) => !by.choices.some((other) => covers(choice, other)));
  const words = ({ names, least, most }: Choice) =>
    `${most === null ? 'at least' : least === 1 ? 'exactly' : 'at most'} one of ${names.join(', ')}`;
  return [
    ...lacking(next, old).map((choice) => finding('parameter-choice-narrowed', next.place, subject, words(choice))),
    ...lacking(old, next).map((choice) =>
      finding('parameter-choice-widened', next.place, subject, `no longer ${words(choice)}`),
    ),
  ];
}

function diffParameter(
  old: Parameter,
  next: Parameter,
  subject: string,
  places: { was: Place; is: Place },
  sent: Comparison,
): Finding[] {
  const findings: Finding[] = [];
  if (old.name !== next.name) {
    findings.push(finding('parameter-renamed', at(places.is, 'name'), subject, change(old.name, next.name)));
  }
  if (old.in !== next.in) {
    findings.push(finding('parameter-moved', at(places.is, 'in'), subject, change(old.in, next.in)));
  }
  if (old.required !== next.required) {
    const rule = next.required ? 'parameter-required' : 'parameter-optional';
    const detail = next.required ? 'optional → required' : 'required → optional';
    findings.push(finding(rule, at(places.is, 'required'), subject, detail));
  }
  const defaults = [
    (resolve(sent.old, old.schema) as ScalarSchema).default,
    (resolve(sent.next, next.schema) as ScalarSchema).default,
  ] as const;
  // A parameter that was required was always given.
  if (!old.required && !next.required && defaults[0] !== defaults[1]) {
    const place = at(places.is, 'schema', 'default');
    findings.push(finding('parameter-default-changed', place, subject, `default ${change(...defaults)}`));
  }
  const values = [
    { schema: old.schema, place: at(places.was, 'schema') },
    { schema: next.schema, place: at(places.is, 'schema') },
  ] as const;
  return [...findings, ...diffValues(sent, subject, ...values)];
}

function pathNames({ path }: Operation): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function placeOf(operation: Operation, parameter: Parameter): Place {
  const list = operation.place.find('parameters')?.items() ?? [];
  const places = list.map((item) => item.follow('components/parameters'));
  return places.find((place) => place.find('name')?.value === parameter.name) ?? operation.place;
}
