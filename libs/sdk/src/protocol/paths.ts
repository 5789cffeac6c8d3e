// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
/** An operation's place, with path parameters as OpenAPI writes them: `/things/{id}`. */
interface Located {
  readonly method: string;
  readonly path: string;
}

/** The operations that a path has, one for each of its verbs; none for a path that the contract does not know. */
export function operationsAt<O extends Located>(operations: Iterable<O>, path: string): O[] {
  return [...operations].filter((operation) => pathParams(operation.path, path) !== null);
}

/** The parts of a path that stand where the pattern has parameters, as they came; null when it does not match. */
export function pathParams(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('{')) params[part.slice(1, -1)] = given[i] ?? '';
    else if (part !== given[i]) return null;
  }
  return params;
}
