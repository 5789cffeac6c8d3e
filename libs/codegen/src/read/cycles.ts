import { named, type NamedSchema, references } from '../model.js';
import { Complaints } from '../place.js';

/**
 * Refuses schemas that need themselves, by any way: each reference is followed once.
 *
 * @throws {ContractError} with one complaint for each reference that closes a circle
 */
export function checkCycles(schemas: ReadonlyMap<string, NamedSchema>): void {
  const complaints = new Complaints();
  const state = new Map<string, 'open' | 'done'>();
  const way: string[] = [];
  const visit = (name: string): void => {
    const schema = named({ schemas }, name);
    if (state.get(name) === 'open') {
      const circle = [...way.slice(way.indexOf(name)), name].join(' → ');
      complaints.add(schema.place.complaint(`${circle} is a circle; recursive schemas are not supported`));
    }
    if (state.has(name)) return;
    state.set(name, 'open');
    way.push(name);
    for (const next of references(schema.body)) {
      // A broken schema has its own complaint.
      if (schemas.has(next)) visit(next);
    }
    way.pop();
    state.set(name, 'done');
  };
  for (const name of schemas.keys()) visit(name);
  complaints.throwIfAny();
}
