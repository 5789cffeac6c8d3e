import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const root = join('libs', 'sdk');

/** What `npm pack` would put into the tarball. */
function packed(): Set<string> {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const output = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  return new Set(files.map(({ path }) => path));
}

it('a document links to nothing that the tarball lacks', () => {
  const files = packed();
  const documents = [...files].filter((path) => path.endsWith('.md'));
  const links = documents.flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
      ([, target = '']) => [document, join(dirname(document), target)] as const,
    ),
  );

  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'api.md']));
  expect(links.length).toBeGreaterThan(1);
  expect(links.filter(([, target]) => !files.has(target))).toEqual([]);
});

it('a source map leads to its source, which it holds', () => {
  for (const format of ['esm', 'cjs']) {
    const folder = join(root, 'dist', format);
    const maps = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js.map'));
    expect(maps.length).toBeGreaterThan(20);
    for (const name of maps) {
      const map = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        sources: string[];
        sourcesContent: string[];
      };
      const sources = map.sources.map((source) => join(folder, dirname(name), source));
      expect(sources.map((path) => [relative(root, path), existsSync(path)])).toEqual([
        [join('src', name.replace(/\.js\.map$/, '.ts')), true],
      ]);
      expect(map.sourcesContent).toEqual(sources.map((path) => readFileSync(path, 'utf8')));
      const code = readFileSync(join(folder, name.replace(/\.map$/, '')), 'utf8');
      expect(code.trimEnd().endsWith(`//# sourceMappingURL=${name.split('/').at(-1) ?? ''}`)).toBe(true);
    }
  }
});

/** The comments of a source file, and the words with an underscore that its code has. */
function read(path: string): { comments: string[]; words: string[] } {
  const text = readFileSync(path, 'utf8');
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const comments: string[] = [];
  const words: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.MultiLineCommentTrivia) comments.push(scanner.getTokenText());
    else words.push(...(scanner.getTokenText().match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []));
  }
  return { comments, words };
}

it('a comment names no code, field or event that does not exist', () => {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(root, 'src', name));
  const sources = paths.map((path) => ({ path, ...read(path) }));
  const known = new Set(sources.flatMap(({ words }) => words));
  const named = sources.flatMap(({ path, comments }) =>
    comments.flatMap((comment) =>
      [...comment.matchAll(/`([a-z]+(?:_[a-z]+)+)`|@throws \{\w+\} (\w+_\w+)/g)].map(
        ([, quoted, thrown]) => [path, quoted ?? thrown ?? ''] as const,
      ),
    ),
  );

  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(([, word]) => !known.has(word))).toEqual([]);
});
