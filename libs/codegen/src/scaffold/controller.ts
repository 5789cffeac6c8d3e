import { importLine } from '../emit/text.js';
import type { Feature } from './feature.js';
import { signatureOf } from './signature.js';

/** `<feature>.controller.ts`, which is complete: one call for each operation. */
export function scaffoldController({ tag, folder, name, operations }: Feature): string {
  const signatures = operations.map((operation) => ({ id: operation.id, ...signatureOf(operation) }));
  const requestParts = [
    ...(signatures.some(({ hasCaller }) => hasCaller) ? ['Caller'] : []),
    ...(signatures.some(({ input }) => input !== null) ? ['Input'] : []),
  ];
  const methods = signatures.map(({ id, name: method, hasCaller, input, output }) => {
    const parameters = [
      ...(hasCaller ? ['@Caller() caller: Caller'] : []),
      ...(input === null ? [] : [`@Input() input: ${input}`]),
    ];
    const passed = [...(hasCaller ? ['caller'] : []), ...(input === null ? [] : ['input'])].join(', ');
    return `  @Operation('${id}')
  ${method}(${parameters.join(', ')}): Promise<${output}> {
    return this.${tag}.${method}(${passed});
  }
`;
  });
  return `import { Controller } from '@nestjs/common';
${importLine(
  signatures.flatMap(({ types }) => types),
  '@app/contract',
)}
${importLine(requestParts, '../core/http/operation-request.js', 'import')}
import { Operation } from '../core/http/operation.decorator.js';
import { ${name}Service } from './${folder}.service.js';

@Controller()
export class ${name}Controller {
  constructor(private readonly ${tag}: ${name}Service) {}

${methods.join('\n')}}
`;
}
