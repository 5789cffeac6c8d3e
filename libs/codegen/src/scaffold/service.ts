import type { Model, Operation } from '../model.js';
import { doc, importLine } from '../emit/text.js';
import type { Feature } from './feature.js';
import { ownErrors, signatureOf } from './signature.js';

/** `<feature>.service.ts`: a method for each operation. It compiles once each has its rule. */
export function scaffoldService(feature: Feature, model: Model): string {
  const { tag, folder, name, operations, stored } = feature;
  const signatures = operations.map(signatureOf);
  const methods = operations.map((operation) => method(operation, model));
  const constructor = stored
    ? `  constructor(
    private readonly db: Database,
    private readonly ${tag}: ${name}Repository,
  ) {}

`
    : '';
  const imports = [
    `import { Injectable } from '@nestjs/common';`,
    importLine(
      signatures.flatMap(({ types }) => types),
      '@app/contract',
    ),
    signatures.some(({ hasCaller }) => hasCaller) ? `import type { Caller } from '../core/access/caller.js';` : '',
    stored ? `import { Database } from '../core/database/database.js';` : '',
    stored ? `import { ${name}Repository } from './${folder}.repository.js';` : '',
  ];
  return `${imports.filter((line) => line !== '').join('\n')}

@Injectable()
export class ${name}Service {
${constructor}${methods.join('\n')}}
`;
}

function method(operation: Operation, model: Model): string {
  const { name, hasCaller, input, output } = signatureOf(operation);
  const parameters = [...(hasCaller ? ['caller: Caller'] : []), ...(input === null ? [] : [`input: ${input}`])];
  const errors = ownErrors(operation, model).map((code) => `\`${code}\``);
  const throws = errors.length > 0 ? `@throws {DialtoneError} ${errors.join(', ')}` : '';
  const change = operation.method === 'GET' ? '' : ' A change is one `this.db.write(async (tx) => …)`.';
  return `${doc([operation.summary.replace(/\.?$/, '.'), throws], '  ')}  ${name}(${parameters.join(', ')}): Promise<${output}> {
    // The rule of ${operation.method} ${operation.path} goes here.${change}
  }
`;
}
