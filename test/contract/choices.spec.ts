import { compileTexts } from './support/compiler.js';
import { openapi, operationDocs, resolve } from './support/contract.js';
import { operationDoc } from './support/http.js';
import { World } from './support/world.js';

describe('a page with all examples filled in', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  const operations = Object.values(openapi.paths).flatMap((item) => Object.values(item));
  const filled = operations.filter(({ parameters = [] }) => parameters.length > 0);

  test.each(filled.map((operation) => [operation.operationId, operation] as const))(
    '%s is not refused as malformed',
    async (id, { parameters = [] }) => {
      const given = parameters.map((parameter) => resolve(parameter)).filter(({ example }) => example !== undefined);
      const query = Object.fromEntries(given.map(({ name, example }) => [name, String(example)]));
      const answer = await world.send(world.call(operationDoc(id), { as: world.admin, query }));
      expect([answer.status, answer.text]).not.toEqual([400, expect.anything()]);
    },
  );

  test('there are such operations', () => {
    expect(filled.length).toBeGreaterThan(5);
    expect(operationDocs.size).toBe(operations.length);
  });
});

describe('what the server always refuses does not compile', () => {
  const FILE = 'test/contract/choices.probe.ts';
  const lines = [
    ["messages({ channel_id: 'c' })", true],
    ["messages({ channel_id: 'c', before: 'm', limit: 5 })", true],
    ["messages({ channel_id: 'c', before: 'm', after: 'm' })", false],
    ["sessions({ others: '1' })", true],
    ["sessions({ session_id: 's' })", true],
    ["sessions({ session_id: 's', others: '1' })", false],
    ['sessions({})', false],
    ["keys({ user_id: 'u', all: '1' })", true],
    ['keys({})', false],
  ] as const;

  test('and nothing else', () => {
    const head = [
      "import type { EndSessionsInput, ListDeviceKeysInput, ListMessagesInput } from '@app/contract';",
      'declare function messages(input: ListMessagesInput): void;',
      'declare function sessions(input: EndSessionsInput): void;',
      'declare function keys(input: ListDeviceKeysInput): void;',
    ];
    const text = [...head, ...lines.map(([call]) => `${call};`)].join('\n');
    const found = compileTexts(process.cwd(), new Map([[FILE, text]])).get(FILE) ?? [];
    const wrong = lines.flatMap(([, compiles], index) => (compiles ? [] : [head.length + index]));
    expect(found.map(({ line }) => line)).toEqual(wrong);
  });
});
