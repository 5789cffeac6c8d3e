import { diffContracts, readContract } from '../diff/diff.js';
import { type Contract, textOf } from '../diff/finding.js';
import { parseSources } from '../load.js';
import { edited, type Edits } from './sample.js';

export function editedContract(edits: Edits): Contract {
  const { openapi, asyncapi } = edited(edits);
  return readContract(parseSources(openapi, asyncapi));
}

/** The changes from one sample to another one, as they are printed. */
export function changesBetween(old: Edits, next: Edits): string[] {
  return diffContracts(editedContract(old), editedContract(next)).map(textOf);
}
