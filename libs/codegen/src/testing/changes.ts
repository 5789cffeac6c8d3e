import { diffContracts, readContract } from '../diff/diff.js';
import { type Contract, textOf } from '../diff/finding.js';
import { parseSources } from '../load.js';
import { ASYNCAPI } from './sample-asyncapi.js';
import { OPENAPI } from './sample-openapi.js';

/** Texts in the sample, each with what takes the place of its first occurrence. */
export type Edits = readonly (readonly [from: string, to: string])[];

/** The sample with texts changed one after another. */
export function edited(edits: Edits): { openapi: string; asyncapi: string } {
  return edits.reduce(
    ({ openapi, asyncapi }, [from, to]) => {
      if (!openapi.includes(from) && !asyncapi.includes(from)) throw new Error(`the sample has no ${from}`);
      return { openapi: openapi.replace(from, () => to), asyncapi: asyncapi.replace(from, () => to) };
    },
    { openapi: OPENAPI, asyncapi: ASYNCAPI },
  );
}

export function editedContract(edits: Edits): Contract {
  const { openapi, asyncapi } = edited(edits);
  return readContract(parseSources(openapi, asyncapi));
}

/** The changes from one sample to another one, as they are printed. */
export function changesBetween(old: Edits, next: Edits): string[] {
  return diffContracts(editedContract(old), editedContract(next)).map(textOf);
}
