/** Are these all options that the URL may have, and each given once? Of two that contradict, nobody knows which is meant. */
export function areOptions(given: URLSearchParams, known: readonly string[]): boolean {
  const names = [...given.keys()];
  return names.every((name, i) => known.includes(name) && names.indexOf(name) === i);
}
