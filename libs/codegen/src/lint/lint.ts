import { readContract } from '../generate.js';
import type { Sources } from '../load.js';
import { ContractError } from '../place.js';
import { lintReferences, lintRules } from './references.js';
import { lintStandards } from './standards.js';

/**
 * Holds both contract files to our dialect and to their standards.
 *
 * @param root folder that the sources were read from
 * @throws {ContractError} with every complaint
 */
export async function lintContract(root: string, sources: Sources): Promise<void> {
  const model = await readContract(sources);
  const own = [...lintReferences(sources), ...lintRules(sources, model)];
  // Only with references known to stay here may a linter that could follow them run.
  const complaints = own.length > 0 ? own : await lintStandards(root);
  if (complaints.length > 0) throw new ContractError(complaints);
}
