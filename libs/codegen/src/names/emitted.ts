import { readFileSync } from 'node:fs';
import { parseSources, type Sources } from '../load.js';
import type { Model } from '../model.js';
import { readModel } from '../read/model.js';
import { contractNames, type NameKind } from './contract-names.js';
import { classesIn, type FoundClass, handedOn, namesIn, parse } from './identifiers.js';
import { ASYNCAPI, OPENAPI } from './skeleton.js';

export type EmitFiles = (sources: Sources, model: Model) => Promise<ReadonlyMap<string, string>>;

/** How a name of the contract becomes one of the output: `listThings` → `ListThingsInput`, `Thing` → `Thing`. */
export interface Pattern {
  readonly kind: NameKind;
  /** The same for two patterns of one form. */
  readonly id: string;
  apply(name: string): string;
}

/** What the generator writes beside the names that the contract gives it. */
export interface EmittedNames {
  /** The generator's own names → what they are there, such as `libs/…/dtos.ts imports it`. */
  readonly own: ReadonlyMap<string, string>;
  readonly patterns: readonly Pattern[];
  /** The other members of the classes that have a member for each name of this kind → which class has it. */
  readonly members: ReadonlyMap<NameKind, ReadonlyMap<string, string>>;
}

/** Hand-written files whose exports or classes share a scope with what is generated, from the repository's root. */
const INDEXES = ['libs/contract/src/index.ts', 'libs/sdk/src/index.ts'];
const CLASSES = ['libs/sdk/src/client.ts', 'libs/sdk/src/core/resource.ts'];

const ROOT = new URL('../../../../', import.meta.url);

/** Emits the skeleton, whose names are known: every other name in the output is the generator's own. */
export async function readEmittedNames(emit: EmitFiles): Promise<EmittedNames> {
  const sources = parseSources(OPENAPI, ASYNCAPI);
  const model = readModel(sources);
  // `token` and `type`, which the dialect asks for, may be the generator's own names elsewhere.
  const names = contractNames(sources, model).filter(({ kind, name }) => kind === 'schema' || /qqq/i.test(name));
  const known = new Map(names.map(({ kind, name }) => [name, kind]));
  const own = new Map<string, string>();
  const written = new Set<string>();
  const classes: FoundClass[] = [];
  const isContracts = (name: string) => known.has(name) || /qqq/i.test(name);
  for (const [path, text] of await emit(sources, model)) {
    if (!path.endsWith('.ts')) continue;
    const file = parse(path, text);
    classes.push(...classesIn(file));
    const found = namesIn(file, isContracts);
    const hasContracts = found.some(({ name }) => isContracts(name));
    for (const { name, role, isExported } of found) {
      if (isContracts(name)) written.add(name);
      // A name that stays within a file without any name of the contract cannot clash.
      else if (!own.has(name) && (hasContracts || isExported)) own.set(name, `${path} ${role} it`);
    }
  }
  for (const path of INDEXES) {
    for (const name of handedOn(handWritten(path))) own.set(name, `${path} exports it`);
  }
  classes.push(...CLASSES.flatMap((path) => classesIn(handWritten(path))));
  const patterns = new Map([...written].flatMap((name) => patternOf(name, known)).map((one) => [one.id, one]));
  return { own, patterns: [...patterns.values()], members: membersBesides(classes, known) };
}

function handWritten(path: string) {
  return parse(path, readFileSync(new URL(path, ROOT), 'utf8'));
}

/** How that name in the output was made, if it contains names of the contract: from the longest of them. */
function patternOf(written: string, known: ReadonlyMap<string, NameKind>): Pattern[] {
  const [longest] = [...known]
    .flatMap(([name, kind]) => [
      { name, kind, change: (text: string) => text },
      { name: capital(name), kind, change: capital },
    ])
    .filter(({ name }) => written.includes(name))
    .sort((a, b) => b.name.length - a.name.length);
  if (!longest) return [];
  const { name, kind, change } = longest;
  const [before = '', behind = ''] = written.split(name);
  return [{ id: `${kind} ${before}…${behind}`, kind, apply: (other) => `${before}${change(other)}${behind}` }];
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The other members, own, inherited or of a subclass, of a class that has members named by the contract. */
function membersBesides(
  classes: readonly FoundClass[],
  known: ReadonlyMap<string, NameKind>,
): Map<NameKind, Map<string, string>> {
  const found = new Map<NameKind, Map<string, string>>();
  for (const kind of ['tag', 'method'] as const) {
    const holders = classes.filter(({ members }) => members.some((name) => known.get(name) === kind));
    const family = new Set(holders);
    const add = (one: FoundClass | undefined, way: (from: FoundClass) => readonly FoundClass[]): void => {
      if (!one) return;
      family.add(one);
      way(one).forEach((next) => add(next, way));
    };
    for (const holder of holders) {
      add(holder, ({ parent }) => classes.filter(({ name }) => name === parent));
      add(holder, ({ name }) => classes.filter(({ parent }) => parent === name));
    }
    const members = [...family].flatMap((one) => one.members.map((name) => [name, one.name] as const));
    found.set(kind, new Map(members.filter(([name]) => !known.has(name))));
  }
  return found;
}
