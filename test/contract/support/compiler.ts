import { dirname, join } from 'node:path';
import ts from 'typescript';

/** What the compiler says of a place in a file. */
export interface Complaint {
  /** From the project's folder. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function optionsOf(folder: string, configFile: string): ts.ParsedCommandLine {
  const path = join(folder, configFile);
  return ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, (name) => ts.sys.readFile(name)).config,
    ts.sys,
    dirname(path),
  );
}

function complaints(folder: string, diagnostics: readonly ts.Diagnostic[]): Complaint[] {
  return diagnostics.map(({ file, start, messageText }) => ({
    file: file ? file.fileName.slice(folder.length + 1) : '',
    line: file ? file.getLineAndCharacterOfPosition(start ?? 0).line : -1,
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}

/** Files of packages, parsed once for all programs. */
const packages = new Map<string, ts.SourceFile>();

/** A compiler host that parses no package twice; files that stand only in memory come first. */
function hostFor(options: ts.CompilerOptions, texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (path) => texts.has(path) || disk.fileExists(path);
  host.readFile = (path) => texts.get(path) ?? disk.readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, rest[0]);
    const known = packages.get(path);
    if (known) return known;
    const file = disk.getSourceFile(path, ...rest);
    if (file && path.includes('/node_modules/')) packages.set(path, file);
    return file;
  };
  return host;
}
/**
 * Compiles texts as if they were files of the project, all at once.
 *
 * @param texts path from the project's folder → text
 * @returns what the compiler says of each, by its path
 */
export function compileTexts(folder: string, texts: ReadonlyMap<string, string>): Map<string, Complaint[]> {
  const { options } = optionsOf(folder, 'tsconfig.json');
  const byPath = new Map([...texts].map(([path, text]) => [join(folder, path), text]));
  const program = ts.createProgram([...byPath.keys()], options, hostFor(options, byPath));
  return new Map(
    [...texts.keys()].map((path) => {
      const file = program.getSourceFile(join(folder, path));
      return [
        path,
        complaints(folder, [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
      ];
    }),
  );
}

/** Compiles a project of the folder as `tsc -p` does; answers with all that it complains of. */
export function compileProject(folder: string, configFile: string): Complaint[] {
  const { options: asConfigured, fileNames } = optionsOf(folder, configFile);
  const options = { ...asConfigured, noEmit: true };
  const program = ts.createProgram(fileNames, options, hostFor(options, new Map()));
  return complaints(folder, ts.getPreEmitDiagnostics(program));
}
