import type { ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { createAjv } from '../src/ajv.js';
import { mutated, mutations } from './mutations.js';
import { type Defs, objectsOf } from './samples.js';

/** The verdicts of Ajv alone. */
export function ajvVerdicts(defs: Defs): (schema: string, value: unknown) => boolean {
  const ajv = createAjv({ $id: 'parity', $defs: defs });
  const compiled = new Map<string, ValidateFunction>();
  return (schema, value) => {
    const known = compiled.get(schema);
    const check = known ?? ajv.compile(JSON.parse(schema.replaceAll('"#/$defs/', '"parity#/$defs/')) as object);
    compiled.set(schema, check);
    // A copy, because Ajv fills in defaults, and class-validator has to see the value as it came.
    return check(structuredClone(value));
  };
}

/** Checks that a DTO and its schema agree on samples, valid and mutated; fails unless both verdicts occurred. */
export function expectParity(name: string, defs: Defs, dtoAccepts: (value: unknown) => boolean, runs = 300): void {
  const accepts = ajvVerdicts(defs);
  const ref = JSON.stringify({ $ref: `#/$defs/${name}` });
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(objectsOf(name, defs, accepts), mutations, (sample, changes) => {
      const value = mutated(sample, changes);
      const verdict = accepts(ref, value);
      seen[`${verdict}`]++;
      expect({ value, accepted: dtoAccepts(value) }).toEqual({ value, accepted: verdict });
    }),
    { numRuns: runs },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(runs / 20);
}
