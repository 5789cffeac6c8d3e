import type { Sources } from '../load.js';
import { readModel } from '../read/model.js';
import { diffProblem } from './answers.js';
import { type Contract, type Finding, textOf } from './finding.js';
import { diffFrames } from './frames.js';
import { diffOperations, type Directions } from './operations.js';
import { diffTables } from './tables.js';

/** A contract of which everything is known that can be compared. */
export function readContract(sources: Sources): Contract {
  return { sources, model: readModel(sources) };
}

/** Every change from one contract to the next that a client could notice; each once, in the order of the files. */
export function diffContracts(old: Contract, next: Contract): Finding[] {
  const comparison = { old: old.model, next: next.model };
  // The list of error codes tells of these.
  const codes = 'ErrorCode ErrorCode ErrorCode';
  const directions: Directions = {
    sent: { ...comparison, direction: 'sent', seen: new Set() },
    read: { ...comparison, direction: 'read', seen: new Set([codes]) },
  };
  const findings = [
    ...diffOperations(old, next, directions),
    ...diffProblem(directions.read),
    ...diffFrames(old, next, directions),
    ...diffTables(old, next),
  ];
  const byText = new Map(findings.map((found) => [textOf(found), found]));
  return [...byText.values()]
    .map((found) => ({ found, at: found.place.complaint('') }))
    .sort((a, b) => b.at.file.localeCompare(a.at.file) || a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ found }) => found);
}
