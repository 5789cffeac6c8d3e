import type { Model } from '../model.js';
import { hasInput } from '../emit/types.js';
import type { Feature } from './feature.js';
import { ownErrors, signatureOf } from './signature.js';

/** `libs/sdk/src/testing/features/<tag>.ts`: the feature in the SDK's fake server. It compiles once it answers. */
export function scaffoldFake({ tag, operations, stored }: Feature, model: Model): string {
  const handlers = operations.map((operation) => {
    const errors = ownErrors(operation, model).map((code) => `\`${code}\``);
    const { hasCaller } = signatureOf(operation);
    const context = `{ ${['state', ...(hasCaller ? ['user'] : [])].join(', ')} }`;
    const parameters = [context, ...(hasInput(operation) ? ['input'] : [])].join(', ');
    const may = errors.length > 0 ? ` May throw ${errors.join(', ')}.` : '';
    return `  ${operation.id}: (${parameters}) => {
    // What ${operation.method} ${operation.path} answers goes here.${may}
  },
`;
  });
  const owners = (stored?.columns ?? []).flatMap(({ name, refersTo }) => (refersTo === undefined ? [] : [name]));
  const ownersOf = owners.length > 0 ? `({ ${owners.join(', ')} }) => [${owners.join(', ')}]` : '';
  const table = stored
    ? `const ${stored.variable}Table = defineTable<${stored.schema}>(${ownersOf});

`
    : '';
  const imports = stored
    ? `import type { ${stored.schema} } from '../../generated/types.js';
import type { OperationHandlers } from '../context.js';
import { defineTable } from '../state.js';`
    : `import type { OperationHandlers } from '../context.js';`;
  return `${imports}

${table}export const ${tag} = {
${handlers.join('')}} satisfies Partial<OperationHandlers>;
`;
}
