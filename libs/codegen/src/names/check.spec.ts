import { emitFiles, FOLDERS, generate } from '../generate.js';
import { loadSources, parseSources, type Sources } from '../load.js';
import { ContractError } from '../place.js';
import { readModel } from '../read/model.js';
import { compileErrors } from '../testing/compile.js';
import { sampleSources } from '../testing/sample.js';
import { ASYNCAPI } from '../testing/sample-asyncapi.js';
import { OPENAPI } from '../testing/sample-openapi.js';
import { contractNames } from './contract-names.js';
import { readEmittedNames } from './emitted.js';
import { isReserved, namesIn, parse } from './identifiers.js';

/** The sample with each text replaced by another, wherever it occurs. */
function sample(...changes: readonly (readonly [string, string])[]): Sources {
  let [openapi, asyncapi] = [OPENAPI, ASYNCAPI];
  for (const [from, to] of changes) {
    expect(openapi + asyncapi).toContain(from);
    [openapi, asyncapi] = [openapi.replaceAll(from, () => to), asyncapi.replaceAll(from, () => to)];
  }
  return parseSources(openapi, asyncapi);
}

const schema = (name: string) =>
  [
    ['schemas/Colour', `schemas/${name}`],
    ['    Colour:', `    ${name}:`],
  ] as const;
const tag = (name: string) =>
  [
    ['name: things,', `name: ${name},`],
    ['tags: [things]', `tags: [${name}]`],
  ] as const;

async function complaints(...changes: readonly (readonly [string, string])[]): Promise<string> {
  return generate(sample(...changes)).then(
    () => 'none',
    (error: unknown) => {
      if (!(error instanceof ContractError)) throw error;
      return error.message;
    },
  );
}

describe('names that clash with the generated code are refused', () => {
  test.each([
    ...['Type', 'Required', 'Min', 'MaxBytes', 'Equals', 'IsString', 'Nullable', 'ValidateNested', 'UniqueItems'],
    ...['Resource', 'Resources', 'Transport', 'RequestOptions', 'ApiPromise', 'PagePromise', 'Record', 'Pick'],
    ...['Role', 'OperationId', 'OperationInput', 'SchemaName', 'FrameErrorCode', 'C'],
    ...['ClientFrames', 'ServerFrames', 'ClientFrame', 'ServerFrameType', 'DialtoneClient', 'ApiError', 'Validate'],
  ])('the schema %s', async (name) => {
    expect(await complaints(...schema(name))).toMatch(
      new RegExp(`^openapi\\.yaml:\\d+:5 ${name} is a name that the generated code has already \\(libs/`),
    );
  });

  test.each([
    ['ListThingsInput', /^openapi\.yaml:\d+:\d+ ListThingsInput is made of the operation listThings and of the schema/],
    ['ThingsResource', /^openapi\.yaml:\d+:\d+ ThingsResource is made of the tag things and of the schema Things/],
    ['ListThingsParams', /ListThingsParams takes the name of the parameters/],
    ['Promise', /Promise is the name of a JavaScript global/],
  ])('the schema %s', async (name, want) => {
    expect(await complaints(...schema(name))).toMatch(want);
  });

  test.each([
    ['use', /^openapi\.yaml:5:5 use is a member of the class DialtoneClient; choose another$/],
    ['token', /^openapi\.yaml:5:5 token is a member of the class DialtoneClient/],
    ['realtime', /^openapi\.yaml:5:5 realtime is a member of the class DialtoneClient/],
    ['then', /^openapi\.yaml:5:5 then would make a promise of what has it/],
    ['constructor', /^openapi\.yaml:5:5 constructor is a member of every JavaScript object/],
    ['toString', /^openapi\.yaml:5:5 toString is a member of every JavaScript object/],
  ])('the tag %s', async (name, want) => {
    expect(await complaints(...tag(name))).toMatch(want);
  });

  test.each([
    ['constructor', /^openapi\.yaml:\d+:7 constructor is a member of every JavaScript object; choose another$/],
    ['toString', /^openapi\.yaml:\d+:7 toString is a member of every/],
    ['hasOwnProperty', /^openapi\.yaml:\d+:7 hasOwnProperty is a member of every/],
    ['then', /^openapi\.yaml:\d+:7 then would make a promise of what has it; choose another$/],
    ['transport', /^openapi\.yaml:\d+:7 transport is a member of the class Resource; choose another$/],
  ])('the method %s', async (name, want) => {
    expect(await complaints(['x-sdk-method: rename', `x-sdk-method: ${name}`])).toMatch(want);
  });

  test.each([
    ['an operation', 'operationId: renameThing', 'operationId: toString', 'toString'],
    ['a limit', 'maxThings:', 'valueOf:', 'valueOf'],
    ['an error', 'thing_not_found', 'constructor', 'constructor'],
    ['a frame', 'MoveThing', 'ToLocaleString', 'toLocaleString'],
    ['an event', 'thing.moved', 'constructor', 'constructor'],
  ])('%s', async (_, from, to, name) => {
    expect(await complaints([from, to])).toContain(` ${name} is a member of every JavaScript object; choose another`);
  });

  test('words of the language are those of its scanner', () => {
    expect(['class', 'default', 'await', 'yield', 'let', 'static'].map(isReserved)).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(['type', 'name', 'async', 'of', 'classes'].filter(isReserved)).toEqual([]);
  });
});

describe('what the generator’s own names are', () => {
  test.each([
    ['the sample', sampleSources],
    ['the contract of this repository', () => loadSources(process.cwd())],
  ])('the skeleton shows all those in the output of %s', async (_, load) => {
    const sources = load();
    const model = readModel(sources);
    const { own, patterns } = await readEmittedNames(emitFiles);
    const names = contractNames(sources, model);
    const made = new Set(
      names.flatMap(({ kind, name }) => patterns.filter((one) => one.kind === kind).map((one) => one.apply(name))),
    );
    // What is copied was written for this contract by hand, and compiles or not where it was written.
    const [contract, sdk] = FOLDERS;
    const files = [...(await emitFiles(sources, model))].filter(
      ([path]) => path.endsWith('.ts') && [contract, sdk].some((folder) => path.startsWith(`${folder}/`)),
    );
    const strange = files.flatMap(([path, text]) => {
      const found = namesIn(parse(path, text), (name) => made.has(name)).map(({ name }) => name);
      // `Id`, a schema's name, is also a type parameter in files that name no schema.
      if (!found.some((name) => made.has(name) && name !== 'Id')) return [];
      return found.filter((name) => !made.has(name) && !own.has(name));
    });
    expect(strange).toEqual([]);
  });
});

describe('names that are allowed compile', () => {
  const FIELDS = ['default', 'class', 'static', 'readonly', 'get', 'set', 'async', 'declare', 'await', 'then', 'name'];
  const MORE = ['prototype', 'length', 'arguments', 'eval', 'let', 'new', 'in', 'Map', 'undefined', 'accessor', '_'];
  const fields = [...FIELDS, ...MORE].map((name) => `\n        ${name}: { type: string, maxLength: 3 }`).join('');
  const AWKWARD = [
    ['schemas/Part', 'schemas/Async'],
    ['    Part:', '    Async:'],
    ...schema('Partial'),
    ['        open: { type: boolean }', `        open: { type: boolean }${fields}`],
    ...tag('static'),
    ['x-sdk-method: listParts', 'x-sdk-method: async'],
    ['x-sdk-method: list\n', 'x-sdk-method: default\n'],
    ['x-sdk-method: rename', 'x-sdk-method: static'],
    ['x-sdk-method: create', 'x-sdk-method: request'],
    ['{ name: all,', '{ name: class,'],
    ['{ name: before,', '{ name: in,'],
    ['{ before: token }', '{ in: token }'],
    ['maxThings:', 'of:'],
    ['thing_not_found', 'delete'],
    ['operationId: renameThing', 'operationId: setTimeout'],
    ['      MoveThing:', '      IsNaN:'],
    ['[owner]', '[default]'],
    ['thing.moved', 'new'],
  ] as const;

  test.each<[string, readonly (readonly [string, string])[]]>([
    ['those of the sample', []],
    ['words of the language, of its library and of every kind', AWKWARD],
  ])('%s', async (_, changes) => {
    expect(compileErrors(await generate(sample(...changes)))).toEqual([]);
  });

  test('a name that is refused does not', async () => {
    const sources = sample(...schema('Required'));
    expect(compileErrors(await emitFiles(sources, readModel(sources)))).not.toEqual([]);
  });
});
