import type { Model, Operation, Pages } from '../model.js';
import { block, doc, file, importLine, literal, pascal } from './text.js';
import { hasInput, inputName, isInputOptional } from './types.js';

/** `resources.ts` of the SDK: one class for each tag, one method for each operation. */
export function emitResources(model: Model): string {
  const tags = model.tags.filter(({ name }) => model.operations.some(({ tag }) => tag === name));
  const inputs = model.operations.filter(hasInput).map(inputName);
  const outputs = model.operations.flatMap(({ output }) => output ?? []);
  const items = model.operations.flatMap(({ pages }) => pages?.itemSchema ?? []);
  const fields = tags.map(
    ({ name, description }) => `${doc([description], '  ')}  readonly ${name}: ${pascal(name)}Resource;\n`,
  );
  const setUp = tags.map(({ name }) => `    this.${name} = new ${pascal(name)}Resource(transport);\n`);
  return file(
    [
      `import { Resource } from '../core/resource.js';`,
      importLine(['ApiPromise'], '../core/api-promise.js'),
      importLine(items.length > 0 ? ['PagePromise'] : [], '../core/page-promise.js'),
      importLine(['RequestOptions', 'Transport'], '../core/transport.js'),
      importLine([...inputs, ...outputs, ...items], './types.js'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    ...tags.map(({ name, description }) => {
      const methods = model.operations
        .filter(({ tag }) => tag === name)
        .map((operation) => emitMethod(operation, model));
      const head = `export class ${pascal(name)}Resource extends Resource {`;
      return `${doc([description])}${head}\n${methods.join('\n')}}`;
    }),
    block(
      '/** The resources of a server, by tag. */',
      'export abstract class Resources {',
      [...fields, '\n  constructor(transport: Transport) {\n', ...setUp, '  }\n'],
      '}',
    ),
  );
}

function emitMethod(operation: Operation, model: Model): string {
  const { id, sdkMethod, output, noContent, pages } = operation;
  const result = output === null ? 'void' : `${output}${noContent ? ' | undefined' : ''}`;
  const fallback = isInputOptional(operation, model) ? ' = {}' : '';
  const input = hasInput(operation) ? `input: ${inputName(operation)}${fallback}, ` : '';
  const passed = hasInput(operation) ? 'input' : 'undefined';
  const comment = doc([...methodDoc(operation), throwsLines(operation, model)], '  ');
  const types = pages ? `<${result}, ${pages.itemSchema}>` : `<${result}>`;
  const [promise, call] = pages ? ['PagePromise', 'pages'] : ['ApiPromise', 'request'];
  const head = `  ${sdkMethod}(${input}options?: RequestOptions): ${promise}${types} {\n`;
  return `${comment}${head}    return this.transport.${call}${types}(${literal(id)}, ${passed}, options);\n  }\n`;
}

function methodDoc({ summary, description, method, path, noContent, otherStatus, pages }: Operation): string[] {
  const empty = noContent ? ' Undefined when the answer is 204.' : '';
  const other = otherStatus === null ? '' : ` Resolves when the answer is ${otherStatus}, too.`;
  return [
    summary.endsWith('.') ? summary : `${summary}.`,
    description,
    pages ? pagesDoc(pages) : '',
    `\`${method} ${path}\`.${empty}${other}`,
  ];
}

/** How the list of an operation can be walked. */
export function pagesDoc({ items, steps }: Pages): string {
  const ways = steps.map(({ towards, parameter }, index) => {
    const way = towards === 'older' ? 'towards older ones, newest first' : 'in the order of the answers';
    return index === 0 ? way : `with \`${parameter}\` ${way}`;
  });
  return `Awaited it is one page; \`for await\` walks the \`${items}\` of all pages, ${ways.join('; ')}.`;
}

function throwsLines({ errors }: Operation, model: Model): string {
  return errors
    .map((code) => `@throws {ApiError} ${code} (${model.errors.find((spec) => spec.code === code)?.status ?? ''})`)
    .join('\n');
}
