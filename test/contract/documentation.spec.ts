import { join } from 'node:path';
import ts from 'typescript';
import { schemas } from '@app/contract';

/** TypeScript's own library is read: that takes its time on a busy machine. */
const FOLDERS = ['libs/contract/src/generated', 'libs/sdk/src/generated'];

/** The keywords that are limits, so that the documentation has to tell their value. */
const LIMITS = ['minLength', 'maxLength', 'x-max-bytes', 'minimum', 'maximum', 'minItems', 'maxItems', 'maxProperties'];

interface Json {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly additionalProperties?: Json | boolean;
  readonly [keyword: string]: unknown;
}

/** A property of a type that people write or read, and what an editor shows when they point at it. */
interface Hovered {
  readonly type: string;
  readonly property: string;
  readonly text: string;
}

function isNamedType(node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

/** Asks TypeScript's language service, as an editor does. */
class Editor {
  readonly #service: ts.LanguageService;
  readonly #program: ts.Program;

  constructor(private readonly folder: string) {
    const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, strict: true, types: [] };
    const names = ['types.ts', 'operations.ts', 'frames.ts'].map((name) => this.#path(name));
    this.#service = ts.createLanguageService({
      getScriptFileNames: () => names,
      getScriptVersion: () => '1',
      getScriptSnapshot: (path) => {
        const text = ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => process.cwd(),
      getCompilationSettings: () => options,
      getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => ts.sys.readFile(path),
    });
    const program = this.#service.getProgram();
    if (!program) throw new Error('there is no program');
    this.#program = program;
  }

  /** Every property of every input, result and frame, and of the objects in them. */
  hovered(): Hovered[] {
    const checker = this.#program.getTypeChecker();
    const seen = new Set<ts.Type>();
    const found: Hovered[] = [];
    const visit = (type: ts.Type): void => {
      if (seen.has(type)) return;
      seen.add(type);
      if (type.isUnionOrIntersection()) {
        type.types.forEach(visit);
        return;
      }
      [...checker.getTypeArguments(type as ts.TypeReference), type.getStringIndexType()].forEach(
        (part) => part && visit(part),
      );
      for (const property of type.getProperties()) {
        const declaration = property.valueDeclaration;
        if (!declaration || !ts.isPropertySignature(declaration)) continue;
        const owner = declaration.parent;
        if (!owner.getSourceFile().fileName.startsWith(join(process.cwd(), this.folder))) continue;
        // What an alternative does not take has nothing to say there; one that takes it does.
        if (checker.getNonNullableType(checker.getTypeOfSymbol(property)).flags & ts.TypeFlags.Never) continue;
        const name = ts.findAncestor(owner, isNamedType)?.name.text ?? '';
        found.push({ type: name, property: property.name, text: this.#hover(declaration.name) });
        visit(checker.getTypeOfSymbol(property));
      }
    };
    for (const name of ['ClientFrames', 'ServerFrames']) {
      for (const frame of this.#declared('frames.ts', name).getProperties()) visit(checker.getTypeOfSymbol(frame));
    }
    for (const operation of this.#declared('operations.ts', 'OperationTypes').getProperties()) {
      for (const side of checker.getTypeOfSymbol(operation).getProperties()) visit(checker.getTypeOfSymbol(side));
    }
    return found;
  }

  #hover(name: ts.PropertyName): string {
    const info = this.#service.getQuickInfoAtPosition(name.getSourceFile().fileName, name.getStart());
    return ts.displayPartsToString(info?.documentation).replaceAll(/\s+/g, ' ');
  }

  #declared(file: string, name: string): ts.Type {
    const source = this.#program.getSourceFile(this.#path(file));
    const declaration = source?.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
    if (!declaration) throw new Error(`${file} declares no ${name}`);
    return this.#program.getTypeChecker().getTypeAtLocation(declaration);
  }

  #path(name: string): string {
    return join(process.cwd(), this.folder, name);
  }
}

/** The numbers and the default that a property's schema has, its items' and values' too, as they are written. */
function limitsOf(schema: Json): string[] {
  const target = schema.$ref === undefined ? schema : named(schema.$ref.split('/').at(-1) ?? '');
  const { items, additionalProperties: values, default: fallback } = target;
  return [
    ...LIMITS.flatMap((keyword) =>
      typeof target[keyword] === 'number' ? [target[keyword].toLocaleString('en-US')] : [],
    ),
    ...(fallback === undefined ? [] : [`Default ${JSON.stringify(fallback)}`]),
    ...(items ? limitsOf(items) : []),
    ...(typeof values === 'object' ? limitsOf(values) : []),
  ];
}

function named(name: string): Json {
  return schemas[name as keyof typeof schemas] as Json;
}

/** The schema of a property: of an input's, which is made of parameters and body, where the type has one of its own. */
function schemaOf({ type, property }: Hovered): Json | undefined {
  const owner = type.endsWith('Input') ? type.replace(/Input$/, 'Params') : type;
  return named(owner).properties?.[property];
}

describe.each(FOLDERS)('what an editor shows of %s', (folder) => {
  const hovered = new Editor(folder).hovered();

  it('is about every type that a client meets', () => {
    expect(new Set(hovered.map(({ type }) => type)).size).toBeGreaterThan(50);
    expect(hovered.map(({ type, property }) => `${type}.${property}`)).toEqual(
      expect.arrayContaining([
        'RegisterRequest.password',
        'ListMessagesInput.limit',
        'ListMessagesInput.before',
        'ListMessagesInput.after',
        'EndSessionsInput.session_id',
        'EndSessionsInput.others',
        'Channel.name_enc',
        'ErrorEvent.code',
      ]),
    );
  });

  it('is about every parameter of every operation', () => {
    const shown = new Set(hovered.map(({ type, property }) => `${type}.${property}`));
    const parameters = Object.keys(schemas)
      .filter((name) => name.endsWith('Params'))
      .flatMap((name) => Object.keys(named(name).properties ?? {}).map((property) => [name, property] as const));
    const missing = parameters.filter(
      ([name, property]) => !shown.has(`${name.replace(/Params$/, 'Input')}.${property}`),
    );
    expect(missing).toEqual([]);
  });

  it('says what each property is', () => {
    expect(hovered.filter(({ text }) => text === '').map(({ type, property }) => `${type}.${property}`)).toEqual([]);
  });

  it('tells the limits of each property', () => {
    const silent = hovered.flatMap((one) => {
      const schema = schemaOf(one);
      if (!schema) return [`${one.type}.${one.property} has no schema`];
      const missing = limitsOf(schema).filter((limit) => !one.text.includes(limit));
      return missing.map((limit) => `${one.type}.${one.property} does not tell ${limit}`);
    });
    expect(silent).toEqual([]);
  });
});
