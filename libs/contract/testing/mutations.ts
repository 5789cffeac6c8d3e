import fc from 'fast-check';

type Container = Record<string | number, unknown>;

/** A change to one place of a value: `at` picks the place, `how` the change. */
export interface Mutation {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'add' | 'wrap' | 'repeat' | 'lengthen';
  readonly junk: unknown;
  readonly name: string;
}

const JUNK = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  1e400,
  '',
  'a',
  'x'.repeat(70),
  '1',
  [],
  ['a'],
  [[]],
  [null],
  {},
  { a: 1 },
];

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'add', 'wrap', 'repeat', 'lengthen'),
    junk: fc.constantFrom(...JUNK),
    name: fc.constantFrom('foo', 'Foo', 'name ', '', '0', 'length', 'type', 'channel_id', 'then'),
  }),
  { maxLength: 2 },
);

/** The value with the changes applied to a copy of it. */
export function mutated(value: unknown, changes: readonly Mutation[]): unknown {
  const holder: Container = { root: structuredClone(value) };
  for (const change of changes) {
    const all = placesIn(holder);
    const fit = all.filter(([container, key]) => fits(change.how, container[key]));
    const places = fit.length > 0 ? fit : all;
    const [container, key] = places[change.at % places.length] ?? [holder, 'root'];
    apply(change, container, key);
  }
  return holder['root'];
}

/** Repeating needs a list, adding a field an object; the rest can be done anywhere. */
function fits(how: Mutation['how'], value: unknown): boolean {
  if (how === 'repeat' || how === 'lengthen') return Array.isArray(value) && value.length > 0;
  return how !== 'add' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

function placesIn(value: unknown): [Container, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value as Container, key] as [Container, string],
    ...placesIn((value as Container)[key]),
  ]);
}

function apply({ how, name, ...change }: Mutation, container: Container, key: string): void {
  // A copy, because later changes may reach into it.
  const junk = structuredClone(change.junk);
  const value = container[key];
  if (how === 'replace') container[key] = junk;
  if (how === 'wrap') container[key] = [value];
  if (how === 'remove') {
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else if (key !== 'root') Reflect.deleteProperty(container, key);
  }
  if (how === 'add' && fits(how, value)) (value as Container)[name] = junk;
  if (how === 'repeat' && Array.isArray(value)) value.push(...(structuredClone(value) as unknown[]));
  if (how === 'lengthen' && Array.isArray(value) && value.length > 0) {
    container[key] = Array.from({ length: 1001 }, () => structuredClone(value[0] as unknown));
  }
}
