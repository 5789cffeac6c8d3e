import { type Choice, type Operation, type Parameter, resolve, type ScalarSchema } from '../model.js';
import type { Place } from '../place.js';
import { choiceKeyword } from '../read/choices.js';
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

/**
 * How many of some parameters may be given. A choice counts when it refuses what the other contract lets clients give
 * of the parameters that both have; what comes and goes with a parameter is told of that.
 */
function diffChoices(old: Operation, next: Operation, subject: string): Finding[] {
  const isChosen = (name: string) => [...old.choices, ...next.choices].some(({ names }) => names.includes(name));
  const has = ({ parameters }: Operation, name: string) => parameters.some((parameter) => parameter.name === name);
  const names = old.parameters.map(({ name }) => name).filter((name) => isChosen(name) && has(next, name));
  const refusing = ({ choices }: Operation, { parameters, choices: others }: Operation) => {
    const isComplete = (given: readonly string[]) =>
      parameters.every(({ name, required }) => !required || !names.includes(name) || given.includes(name));
    const accepted = subsets(names).filter((given) => isComplete(given) && others.every((one) => allows(one, given)));
    return choices.filter((choice) => accepted.some((given) => !allows(choice, given)));
  };
  const words = (choice: Choice) =>
    `${choiceKeyword(choice).slice('x-'.length).replaceAll('-', ' ')} ${choice.names.join(', ')}`;
  const place = (operation: Operation, choice: Choice) => at(operation.place, choiceKeyword(choice));
  return [
    ...refusing(next, old).map((choice) =>
      finding('parameter-choice-narrowed', place(next, choice), subject, words(choice)),
    ),
    ...refusing(old, next).map((choice) =>
      finding('parameter-choice-widened', place(old, choice), subject, `no longer ${words(choice)}`),
    ),
  ];
}

function allows({ names, least, most }: Choice, given: readonly string[]): boolean {
  const count = names.filter((name) => given.includes(name)).length;
  return count >= least && count <= (most ?? Infinity);
}

function subsets(names: readonly string[]): string[][] {
  return names.reduce<string[][]>((all, name) => [...all, ...all.map((some) => [...some, name])], [[]]);
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
