import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.js';
import { edited, type Edits } from '../testing/sample.js';

const HIGHER: Edits = [
  ['Sample, version: 1.0.0, license', 'Sample, version: 2.0.0, license'],
  ['Sample, version: 1.0.0 }', 'Sample, version: 2.0.0 }'],
];
const BREAKING: Edits = [
  ['value: 3,', 'value: 2,'],
  ['  /parts:', '  /pieces:'],
];
const LOWERED = 'breaking limit-lowered (clients that send): maxThings: 3 → 2 things';
const REMOVED = 'breaking operation-removed (clients that send): GET /parts: removed';

describe('contract:diff', () => {
  let root: string;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  const commit = () => {
    const author = ['-c', 'user.name=alice', '-c', 'user.email=alice@example.org'];
    git('add', '.');
    git(...author, 'commit', '-q', '-m', 'x');
  };
  const write = (edits: Edits) => {
    const { openapi, asyncapi } = edited(edits);
    writeFileSync(join(root, 'openapi.yaml'), openapi);
    writeFileSync(join(root, 'asyncapi.yaml'), asyncapi);
  };
  const approve = (...lines: string[]) => writeFileSync(join(root, 'contract-changes.txt'), lines.join('\n'));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'diff-'));
    git('init', '-q');
    write([]);
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('breaking changes fail with their places, and what is gone stands where it was', async () => {
    write([...BREAKING, ...HIGHER]);
    expect(await run(['diff', 'HEAD'], root)).toEqual({
      exitCode: 1,
      out: [
        `openapi.yaml:7:16 ${LOWERED}`,
        `HEAD:openapi.yaml:120:5 ${REMOVED}`,
        'openapi.yaml:120:5 addition operation-added (clients that send): GET /pieces: added',
        '3 changes since HEAD, 2 breaking',
      ],
      errors: ['2 breaking changes not approved: see "What may change" in libs/codegen/README.md'],
    });
  });

  test('approved changes pass; each line approves one', async () => {
    write([...BREAKING, ...HIGHER]);
    approve('# comment', '', LOWERED);
    expect(await run(['diff', 'HEAD'], root)).toMatchObject({
      exitCode: 1,
      errors: [expect.stringMatching(/^1 breaking change not approved/)],
    });
    approve(LOWERED, REMOVED);
    const { exitCode, out } = await run(['diff', 'HEAD'], root);
    expect(exitCode).toBe(0);
    expect(out).toContain(`openapi.yaml:7:16 ${LOWERED} [approved]`);
    approve(LOWERED, REMOVED, LOWERED);
    expect(await run(['diff', 'HEAD'], root)).toMatchObject({
      exitCode: 1,
      errors: [`contract-changes.txt:3:1 approves nothing (any more): ${LOWERED}`],
    });
  });

  test('an approval of nothing is reported, also when the contract is as it was', async () => {
    approve(LOWERED);
    expect(await run(['diff', 'HEAD'], root)).toMatchObject({
      exitCode: 1,
      errors: [`contract-changes.txt:1:1 approves nothing (any more): ${LOWERED}`],
    });
  });

  test.each<[string, Edits, string[]]>([
    ['a breaking change', BREAKING, ['openapi.yaml:2:24 info.version is 1.0.0; after 1.0.0 it is at least 2.0.0']],
    [
      'an addition',
      [['value: 3,', 'value: 4,']],
      ['openapi.yaml:2:24 info.version is 1.0.0; after 1.0.0 it is at least 1.1.0'],
    ],
    ['another wording of a rule', [['Everyone hears', 'All hear']], []],
    [
      'a lower version',
      [
        ['Sample, version: 1.0.0, l', 'Sample, version: 0.9.0, l'],
        ['1.0.0 }', '0.9.0 }'],
      ],
      ['openapi.yaml:2:24 info.version is 0.9.0; after 1.0.0 it is at least 1.0.0'],
    ],
    [
      'two versions',
      [['1.0.0 }', '1.1.0 }']],
      ['asyncapi.yaml:2:24 info.version is 1.1.0 here and 1.0.0 in openapi.yaml'],
    ],
    [
      'no version',
      [['Sample, version: 1.0.0, l', 'Sample, version: next, l']],
      ['openapi.yaml:2:24 expected a version such as 1.2.3'],
    ],
  ])('the version has to fit %s', async (_, edits, errors) => {
    write(edits);
    const outcome = await run(['diff', 'HEAD'], root);
    expect(
      outcome.errors.filter((line) => line.includes('version')).map((line) => line.replace(/, because .*/, '')),
    ).toEqual(errors);
    expect(outcome.exitCode).toBe(outcome.errors.length > 0 ? 1 : 0);
  });

  test.each<[string, Edits, string]>([
    ['a breaking change', BREAKING, '0.2.0'],
    ['an addition', [['value: 3,', 'value: 4,']], '0.1.1'],
  ])('before 1.0.0 a lower number tells of %s', async (_, edits, least) => {
    const early = (version: string): Edits => [
      ['Sample, version: 1.0.0, l', `Sample, version: ${version}, l`],
      ['1.0.0 }', `${version} }`],
    ];
    write(early('0.1.0'));
    commit();
    write([...early('0.1.0'), ...edits]);
    expect((await run(['diff', 'HEAD'], root)).errors[0]).toContain(`after 0.1.0 it is at least ${least}`);
    write([...early(least), ...edits]);
    expect((await run(['diff', 'HEAD'], root)).errors.join()).not.toContain('version');
  });

  test('without a revision the last tag is taken; without a tag there is nothing to compare with', async () => {
    expect(await run(['diff'], root)).toEqual({
      exitCode: 0,
      out: ['No tag is before this revision, so there is no contract to compare with.'],
      errors: [],
    });
    git('tag', 'v1.0.0');
    expect(await run(['diff'], root)).toEqual({ exitCode: 0, out: ['no changes since v1.0.0'], errors: [] });
    write(BREAKING);
    commit();
    expect(await run(['diff'], root)).toMatchObject({
      exitCode: 1,
      out: expect.arrayContaining(['3 changes since v1.0.0, 2 breaking']) as unknown,
    });
  });

  test('a release may hold the approvals of what came before it', async () => {
    write([...BREAKING, ...HIGHER]);
    approve(LOWERED, REMOVED);
    commit();
    git('tag', 'v2.0.0');
    expect(await run(['diff'], root)).toEqual({ exitCode: 0, out: ['no changes since v2.0.0'], errors: [] });
    write([...BREAKING, ...HIGHER, ['description: Only one at a time.', 'description: One by one.']]);
    expect(await run(['diff'], root)).toMatchObject({ exitCode: 1, errors: [expect.anything(), expect.anything()] });
  });

  describe('what cannot be read fails', () => {
    test.each(['nope', '--all', 'HEAD:openapi.yaml', ''])('the revision %p', async (revision) => {
      expect(await run(['diff', revision], root)).toEqual({
        exitCode: 2,
        out: [],
        errors: [`git knows no revision ${revision}`],
      });
    });

    test('a revision without a contract', async () => {
      git('rm', '-q', '--cached', 'asyncapi.yaml');
      rmSync(join(root, 'asyncapi.yaml'));
      commit();
      write([]);
      expect(await run(['diff', 'HEAD'], root)).toMatchObject({ exitCode: 2, errors: ['HEAD has no asyncapi.yaml'] });
    });

    test.each<[string, Edits]>([
      ['an older dialect', [['operationId: getThing', 'operationId: thing']]],
      ['what is no YAML', [['operationId: getThing', 'operationId: [thing']]],
    ])('a revision with %s', async (_, edits) => {
      write(edits);
      commit();
      write([]);
      expect(await run(['diff', 'HEAD'], root)).toMatchObject({
        exitCode: 2,
        errors: [expect.stringMatching(/^The contract of HEAD cannot be read.*\nHEAD:openapi\.yaml:\d+:\d+ /)],
      });
    });

    test.each<[string, Edits]>([
      ['breaks the dialect', [['operationId: getThing', 'operationId: thing']]],
      ['is no YAML', [['operationId: getThing', 'operationId: [thing']]],
    ])('a working tree whose contract %s', async (_, edits) => {
      write(edits);
      const wrong = { exitCode: 1, out: [], errors: [expect.stringMatching(/^openapi\.yaml:\d+:\d+ /)] };
      expect(await run(['diff', 'HEAD'], root)).toEqual(wrong);
      expect(await run(['diff'], root)).toEqual(wrong);
    });

    test('two revisions', async () => {
      expect(await run(['diff', 'HEAD', 'HEAD'], root)).toMatchObject({
        exitCode: 2,
        errors: [expect.stringContaining('usage:')],
      });
    });
  });
});
