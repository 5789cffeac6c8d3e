import { readContract } from '../generate.js';
import type { Sources } from '../load.js';
import { ContractError } from '../place.js';
import { lintReferences, lintRules } from './references.js';
import { lintStandards } from './standards.js';

/**
 * Checks both contract files against our dialect and against their standards.
 *
 * @param root folder that the sources were read from
 * @throws {ContractError} with every complaint
 */
export async function lintContract(root: string, sources: Sources): Promise<void> {
  const model = await readContract(sources);
  const own = [...lintReferences(sources), ...lintRules(sources, model)];
  // A linter that can follow references runs only once they are known to stay within the two files.
  const complaints = own.length > 0 ? own : await lintStandards(root);
  if (complaints.length > 0) throw new ContractError(complaints);
}
