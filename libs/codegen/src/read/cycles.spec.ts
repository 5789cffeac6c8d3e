import type { NamedSchema } from '../model.js';
import { Complaints, type ContractError } from '../place.js';
import { parseSources } from '../load.js';
import { checkCycles } from './cycles.js';
import { readSchemas } from './named-schemas.js';

const ASYNCAPI = 'components: { schemas: {} }\n';

/** Schemas of objects, each with a field for every name that it refers to. */
function schemasOf(graph: Readonly<Record<string, readonly string[]>>): Map<string, NamedSchema> {
  const schemas = Object.entries(graph).map(([name, needs]) => {
    const fields = needs.map((need, index) => `f${index}: { $ref: '#/components/schemas/${need}' }`);
    return `    ${name}: { type: object, properties: { ${fields.join(', ')} } }\n`;
  });
  const sources = parseSources(`components:\n  schemas:\n${schemas.join('')}`, ASYNCAPI);
  return readSchemas(sources, [], new Complaints());
}

function complaints(graph: Readonly<Record<string, readonly string[]>>): string[] {
  try {
    checkCycles(schemasOf(graph));
    return [];
  } catch (error) {
    return (error as ContractError).complaints.map(
      ({ line, reason }) => `${line} ${reason.replace(/ is a circle.*/, '')}`,
    );
  }
}

describe('schemas that need themselves', () => {
  test.each<[string, Record<string, string[]>, string[]]>([
    ['none', { A: ['B', 'C'], B: ['C'], C: [] }, []],
    ['itself', { A: ['A'] }, ['3 A → A']],
    ['over another', { A: ['B'], B: ['C'], C: ['B'] }, ['4 B → C → B']],
    ['two circles', { A: ['B', 'C'], B: ['A'], C: ['A'] }, ['3 A → B → A', '3 A → C → A']],
    ['after a part without', { A: [], B: ['A', 'C'], C: ['A', 'B'] }, ['4 B → C → B']],
  ])('%s', (_, graph, want) => {
    expect(complaints(graph)).toEqual(want);
  });

  test('each reference is followed once, however many ways lead to it', () => {
    const layers = 24;
    const layer = (index: number) => (index < layers ? [`A${index}`, `B${index}`] : []);
    const graph = Array.from<unknown, [string, string[]][]>({ length: layers }, (_, index) =>
      layer(index).map((name) => [name, layer(index + 1)]),
    );
    const schemas = schemasOf(Object.fromEntries(graph.flat()));
    const reads = jest.spyOn(schemas, 'get');
    checkCycles(schemas);
    // Once from the outside for each of the 48, and once for each of the 92 references between them.
    expect(reads).toHaveBeenCalledTimes(48 + 92);
  });
});
