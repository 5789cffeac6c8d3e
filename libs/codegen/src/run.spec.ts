import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.js';
import { ASYNCAPI } from './testing/sample-asyncapi.js';
import { OPENAPI } from './testing/sample-openapi.js';

describe('the command line', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'run-'));
    writeFileSync(join(root, 'openapi.yaml'), OPENAPI);
    writeFileSync(join(root, 'asyncapi.yaml'), ASYNCAPI);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('writes, checks, and names the file that somebody edited', async () => {
    const path = 'libs/contract/src/generated/errors.ts';
    expect(await run(['--check'], root)).toMatchObject({ exitCode: 1, out: [] });
    expect(existsSync(join(root, path))).toBe(false);
    expect(await run([], root)).toMatchObject({ exitCode: 0, errors: [] });
    expect(await run(['--check'], root)).toMatchObject({ exitCode: 0, errors: [] });
    appendFileSync(join(root, path), '\n');
    expect(await run(['--check'], root)).toMatchObject({ exitCode: 1, errors: [`${path} differs`, expect.anything()] });
    expect(await run([], root)).toMatchObject({ exitCode: 0, out: [`${path} differs: put right`] });
  });

  test('a mistake in the contract is named with its place, and nothing is written', async () => {
    writeFileSync(join(root, 'openapi.yaml'), OPENAPI.replace('operationId: listThings', 'operationId: things'));
    const wrong = { exitCode: 1, out: [], errors: ['openapi.yaml:16:7 expected a verb and a noun in camelCase'] };
    expect(await run([], root)).toEqual(wrong);
    expect(await run(['lint'], root)).toEqual(wrong);
    expect(existsSync(join(root, 'libs'))).toBe(false);
  });

  test('a contract in order passes the lint', async () => {
    expect(await run(['lint'], root)).toMatchObject({ exitCode: 0, errors: [] });
  });

  test('a feature that the contract lacks cannot be scaffolded', async () => {
    const errors = [expect.stringContaining('openapi.yaml has no operation with the tag boxes')];
    expect(await run(['scaffold', 'boxes'], root)).toEqual({ exitCode: 1, out: [], errors });
  });

  test.each([['--chekc'], ['lint', '--check'], ['scaffold'], ['scaffold', 'a', 'b'], ['constructor']])(
    '%s is refused',
    async (...args) => {
      expect(await run(args, root)).toMatchObject({ exitCode: 2, errors: [expect.stringContaining('usage:')] });
    },
  );
});
