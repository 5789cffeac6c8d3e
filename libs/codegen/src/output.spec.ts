import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from './generate.js';
import { loadSources, parseSources } from './load.js';
import { compareFiles, writeFiles } from './output.js';
import { sampleSources } from './testing/sample.js';

describe('generated files', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'codegen-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('are written once, and then the same', async () => {
    const files = await generate(sampleSources());
    expect(writeFiles(root, files).map(({ state }) => state)).toEqual([...files].map(() => 'missing'));
    expect(compareFiles(root, await generate(sampleSources()))).toEqual([]);
  });

  test('that differ, are missing or are stale are named, and put right', async () => {
    const files = await generate(sampleSources());
    writeFiles(root, files);
    const dtos = join(root, 'libs/contract/src/generated/dtos.ts');
    writeFileSync(dtos, `${readFileSync(dtos, 'utf8')}// by hand\n`);
    rmSync(join(root, 'libs/sdk/src/generated/frames.ts'));
    writeFileSync(join(root, 'libs/sdk/src/generated/left-over.ts'), '');
    const differences = [
      { path: 'libs/contract/src/generated/dtos.ts', state: 'differs' },
      { path: 'libs/sdk/src/generated/frames.ts', state: 'missing' },
      { path: 'libs/sdk/src/generated/left-over.ts', state: 'stale' },
    ];
    expect(compareFiles(root, files)).toEqual(differences);
    expect(compareFiles(root, files)).toEqual(differences);
    expect(writeFiles(root, files)).toEqual(differences);
    expect(compareFiles(root, files)).toEqual([]);
  });
});

describe('the contract of this repository', () => {
  const sources = loadSources(process.cwd());

  test('is what its generated files were made from', async () => {
    expect(compareFiles(process.cwd(), await generate(sources))).toEqual([]);
  });

  test('a renamed field shows in every file that has it', async () => {
    const renamed = sources.openapi.text.replaceAll('sender_device_id', 'from_device_id');
    const files = await generate(parseSources(renamed, sources.asyncapi.text));
    expect(compareFiles(process.cwd(), files)).toEqual(
      [
        'libs/contract/src/generated/dtos.ts',
        'libs/contract/src/generated/errors.ts',
        'libs/contract/src/generated/openapi.json',
        'libs/contract/src/generated/schemas.ts',
        'libs/contract/src/generated/types.ts',
        'libs/sdk/api.md',
        'libs/sdk/src/generated/errors.ts',
        'libs/sdk/src/generated/resources.ts',
        'libs/sdk/src/generated/schemas.ts',
        'libs/sdk/src/generated/shapes.ts',
        'libs/sdk/src/generated/types.ts',
      ].map((path) => ({ path, state: 'differs' })),
    );
  });
});
