import type { Model, Operation } from '../model.js';
import { literal } from '../emit/text.js';
import type { Feature } from './feature.js';
import { exampleInput, exampleOutput } from './requests.js';
import { ownErrors, statusOf } from './signature.js';

/** `test/e2e/<feature>.spec.ts`: each answer through the SDK, with the contract's examples until somebody writes better ones. */
export function scaffoldSpec({ tag, operations }: Feature, model: Model): string {
  const used = [...new Set(operations.map(callerOf))].sort();
  return `import { useServer } from '../support/stage.js';

const { ${used.join(', ')} } = useServer('alice', 'bob'); // alice is admin

${operations.map((operation) => describeOperation(tag, operation, model)).join('\n')}`;
}

function describeOperation(tag: string, operation: Operation, model: Model): string {
  const { method, path, status, sdkMethod } = operation;
  const input = Object.fromEntries(exampleInput(operation, model));
  const call = `${callerOf(operation)}.client.${tag}.${sdkMethod}(${
    Object.keys(input).length > 0 ? literal(input) : ''
  })`;
  const output = exampleOutput(operation);
  const expected = output === undefined ? 'toBeUndefined()' : `toEqual(${literal(output)})`;
  const refusals = ownErrors(operation, model).map(
    (code) => `
  it('answers ${statusOf(code, model)} ${code}', async () => {
    const answer = ${call};

    await expect(answer).rejects.toMatchObject({ status: ${statusOf(code, model)}, code: '${code}' });
  });
`,
  );
  return `describe('${method} ${path}', () => {
  it('answers ${status}', async () => {
    const answer = await ${call};

    expect(answer).${expected};
  });
${refusals.join('')}});
`;
}

function callerOf({ security }: Operation): 'alice' | 'bob' {
  const isAdmins = security.some((way) => way.scheme === 'bearerAuth' && way.roles.includes('admin'));
  return isAdmins ? 'alice' : 'bob';
}
