import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * What TypeScript says of these generated files, each in its place between the files on disk, with the options of that
 * place. The rules of the protocol, which are copied, need codes and limits that only the real contract has.
 */
export function compileErrors(files: ReadonlyMap<string, string>): string[] {
  return ['tsconfig.json', 'libs/sdk/tsconfig.json'].flatMap((config, index) => {
    const own = [...files].filter(([path]) => isGenerated(path) && path.startsWith('libs/sdk/') === index > 0);
    return errorsOf(config, new Map(own.map(([path, text]) => [resolve(path), text])));
  });
}

function isGenerated(path: string): boolean {
  return path.endsWith('.ts') && path.includes('/generated/');
}

function errorsOf(configPath: string, files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(configPath, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(resolve(configPath)));
  const disk = ts.createCompilerHost(options, true);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, target, ...rest) => {
      const text = files.get(path);
      return text === undefined
        ? disk.getSourceFile(path, target, ...rest)
        : ts.createSourceFile(path, text, target, true);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const sources = program.getSourceFiles().filter(({ fileName }) => files.has(fileName));
  return sources
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, start = 0, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}
