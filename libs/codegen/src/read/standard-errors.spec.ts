import { parseSources } from '../load.js';
import { ContractError } from '../place.js';
import { ASYNCAPI } from '../testing/sample-asyncapi.js';
import { OPENAPI } from '../testing/sample-openapi.js';
import { readModel } from './model.js';

/** What the reader says when these responses of the sample (`Invalid`, `Missing`) are standard for such operations. */
function complaints(standards: Readonly<Record<string, string>>, ...changes: readonly [string, string][]): string[] {
  let text = OPENAPI;
  for (const [code, rule] of Object.entries(standards)) {
    text = text.replace(`x-error-codes: [${code}]\n`, (line) => `${line}      x-standard-for: ${rule}\n`);
  }
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  try {
    readModel(parseSources(text, ASYNCAPI));
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const ids = text.split('\n').map((_, index, lines) => {
      const above = lines.slice(0, index + 1).reverse();
      return /operationId: (\w+)/.exec(above.find((line) => line.includes('operationId:')) ?? '')?.[1];
    });
    return error.complaints.map(({ line, reason }) => `${ids[line - 1]}: ${reason}`);
  }
}

const INVALID = "'400': { $ref: '#/components/responses/Invalid' }";
const MISSING = "'404': { $ref: '#/components/responses/Missing' }";

describe('standard errors', () => {
  test('an operation lists those that it can answer, and no other', () => {
    expect(complaints({ thing_not_found: 'security' })).toEqual([
      `listParts: an operation with security can answer thing_not_found; add ${MISSING}`,
    ]);
    expect(complaints({ thing_not_found: 'roles' })).toEqual(
      ['getThing', 'renameThing', 'deleteThing'].map(
        (id) => `${id}: ${id} cannot answer thing_not_found; only an operation that asks for a role does`,
      ),
    );
    expect(complaints({ thing_not_found: 'body' })).toEqual([
      'getThing: getThing cannot answer thing_not_found; only an operation other than GET does',
    ]);
    expect(complaints({ invalid_request: 'calls' })).toEqual(
      ['getThing', 'renameThing', 'deleteThing'].map(
        (id) =>
          `${id}: an operation other than a public GET without parameters can answer invalid_request; add ${INVALID}`,
      ),
    );
  });

  test('a public GET without parameters answers none of those of all calls', () => {
    const from = OPENAPI.indexOf('      parameters:\n        - { name: limit');
    const parameters = OPENAPI.slice(from, OPENAPI.indexOf('      responses:', from));
    expect(complaints({ invalid_request: 'calls' }, [parameters, ''])[0]).toBe(
      'listThings: listThings cannot answer invalid_request; only an operation other than a public GET without parameters does',
    );
  });

  test('a response of the same status lacks the code', () => {
    const other = `    Other:
      description: Something is missing.
      x-error-codes: [part_not_found]
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Problem' }
          examples: { name: { value: { error: bad } } }
    Missing:
`;
    const found = complaints(
      { thing_not_found: 'security' },
      ['    Missing:\n', other],
      ['oneOf:\n', 'oneOf:\n        - { const: part_not_found, x-status: 404, description: not found }\n'],
      [
        `${INVALID}\n        '409':`,
        `${INVALID}\n        '404': { $ref: '#/components/responses/Other' }\n        '409':`,
      ],
    );
    expect(found).toEqual([
      'listParts: an operation with security can answer thing_not_found; it is not among the x-error-codes of this response',
    ]);
  });

  test('an unknown kind of operation is refused', () => {
    expect(complaints({ thing_not_found: 'everyone' })).toEqual(['listParts: expected security, roles, body, calls']);
  });
});
