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

/**
 * Compiles texts as if they were files of the project, all at once.
 *
 * @param texts path from the project's folder → text
 * @returns what the compiler says of each, by its path
 */
export function compileTexts(folder: string, texts: ReadonlyMap<string, string>): Map<string, Complaint[]> {
  const { options } = optionsOf(folder, 'tsconfig.json');
  const host = ts.createCompilerHost(options);
  const byPath = new Map([...texts].map(([path, text]) => [join(folder, path), text]));
  const onDisk = { fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host) };
  host.fileExists = (path) => byPath.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => byPath.get(path) ?? onDisk.readFile(path);
  const program = ts.createProgram([...byPath.keys()], options, host);
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
  const { options, fileNames } = optionsOf(folder, configFile);
  return complaints(folder, ts.getPreEmitDiagnostics(ts.createProgram(fileNames, { ...options, noEmit: true })));
}
