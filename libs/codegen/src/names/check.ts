import type { Sources } from '../load.js';
import type { Model } from '../model.js';
import { Complaints } from '../place.js';
import { type ContractName, contractNames } from './contract-names.js';
import { type EmitFiles, type EmittedNames, readEmittedNames } from './emitted.js';
import { isReserved } from './identifiers.js';

/**
 * Refuses names of the contract that would clash, in the generated code, with the generator's own names, with those of
 * JavaScript, or with one another. What the generator's own names are is read from what `emit` makes of a skeleton.
 *
 * @throws {ContractError} with every such name
 */
export async function checkNames(sources: Sources, model: Model, emit: EmitFiles): Promise<void> {
  const emitted = await readEmittedNames(emit);
  const complaints = new Complaints();
  const taken = new Map<string, ContractName>();
  for (const name of contractNames(sources, model)) {
    const reason = collision(name, emitted) ?? clash(name, emitted, taken);
    if (reason) complaints.add(name.place.complaint(reason));
  }
  complaints.throwIfAny();
}

function collision({ kind, name }: ContractName, { own, patterns, members }: EmittedNames): string | undefined {
  if (name in {}) return `${name} is a member of every JavaScript object; choose another`;
  const holder = members.get(kind)?.get(name);
  if (holder) return `${name} is a member of the class ${holder}; choose another`;
  if (members.has(kind) && name === 'then') return 'then would make a promise of what has it; choose another';
  for (const pattern of patterns.filter((candidate) => candidate.kind === kind)) {
    const written = pattern.apply(name);
    const what = written === name ? name : `${written}, which is made of ${name},`;
    const where = own.get(written);
    if (where) return `${what} is a name that the generated code has already (${where}); choose another`;
    if (isReserved(written)) return `${what} is a word of JavaScript's; choose another`;
    if (written in globalThis) return `${what} is the name of a JavaScript global; choose another`;
  }
  return undefined;
}

/** Is a name that is made of this one already made of another? */
function clash(one: ContractName, { patterns }: EmittedNames, taken: Map<string, ContractName>): string | undefined {
  for (const pattern of patterns.filter(({ kind }) => kind === one.kind)) {
    const written = pattern.apply(one.name);
    const other = taken.get(written);
    if (other && (other.kind !== one.kind || other.name !== one.name)) {
      return `${written} is made of the ${one.kind} ${one.name} and of the ${other.kind} ${other.name}; rename one`;
    }
    taken.set(written, one);
  }
  return undefined;
}
