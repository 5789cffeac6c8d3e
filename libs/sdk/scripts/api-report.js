// The package's public surface, one file for each entry in api-report/, so that a diff shows every change of it:
// node scripts/api-report.js writes the files, --check fails when a committed one is stale. Needs a build.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'api-report');
const options = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  strict: true,
};
const EXPANDED =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.InTypeAlias |
  ts.TypeFormatFlags.MultilineObjectLiterals |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.keys(exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => ({
    module: join(name, path),
    file: `${path.slice(2) || 'index'}.md`,
    types: typesOf(join(name, path)),
  }));
const program = ts.createProgram(
  entries.map(({ types }) => types),
  options,
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

const reports = new Map(entries.map(({ module, file, types }) => [file, report(module, types)]));
const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = [...new Set([...present, ...reports.keys()])].filter((file) => textOf(file) !== reports.get(file));
if (!process.argv.includes('--check')) {
  mkdirSync(folder, { recursive: true });
  for (const file of stale) {
    if (reports.has(file)) writeFileSync(join(folder, file), reports.get(file));
    else rmSync(join(folder, file));
  }
} else if (stale.length > 0) {
  console.error(`api-report is stale: ${stale.join(', ')}. Run npm run sdk:api, and commit what it writes.`);
  process.exitCode = 1;
}

function textOf(file) {
  return present.includes(file) ? readFileSync(join(folder, file), 'utf8') : undefined;
}

/** The declarations that an import of the module sees, as the compiler finds them. */
function typesOf(module) {
  const { resolvedModule } = ts.resolveModuleName(
    module,
    join(root, 'consumer.mts'),
    options,
    ts.sys,
    undefined,
    undefined,
    ts.ModuleKind.ESNext,
  );
  if (!resolvedModule) throw new Error(`${module} has no declarations: build the package first`);
  return resolvedModule.resolvedFileName;
}

function report(module, types) {
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(types)));
  const seen = new Map(exported.map((symbol) => [target(symbol), symbol.name]));
  const sections = exported.map((symbol) => section(symbol.name, target(symbol), seen));
  const inner = [];
  // What the exported declarations name, and those in turn: it grows while it is walked.
  for (const [symbol, symbolName] of seen) {
    if (!exported.some((other) => target(other) === symbol)) inner.push(section(symbolName, symbol, seen));
  }
  return [
    `# ${module}`,
    ...sections.sort(),
    ...(inner.length > 0 ? ['# Not exported, but named above', ...inner.sort()] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(symbolName, symbol, seen) {
  const texts = (symbol.declarations ?? []).map((declaration) => {
    if (ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters) {
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      return formatted(`type ${symbol.name} = ${checker.typeToString(type, undefined, EXPANDED)};`);
    }
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    follow(node, seen);
    return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  });
  return `## ${symbolName}\n\n\`\`\`ts\n${texts.join('\n')}\n\`\`\``;
}

function formatted(text) {
  return printer.printFile(ts.createSourceFile('type.ts', text, ts.ScriptTarget.ES2022)).trim();
}

/** Notes the declarations of this package that a declaration names. */
function follow(node, seen) {
  if (ts.isIdentifier(node)) {
    const found = checker.getSymbolAtLocation(node);
    const symbol = found && target(found);
    const declaration = symbol?.declarations?.[0];
    const isOurs = declaration?.getSourceFile().fileName.includes('/dist/esm/') ?? false;
    if (isOurs && ts.isSourceFile(declaration.parent) && !seen.has(symbol)) seen.set(symbol, symbol.name);
  }
  ts.forEachChild(node, (child) => follow(child, seen));
}

function target(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
