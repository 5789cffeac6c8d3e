import type { Model, Operation } from '../model.js';
import { literal } from '../emit/text.js';
import type { Feature } from './feature.js';
import { exampleInput, exampleOutput } from './requests.js';
import { ownErrors, statusOf } from './signature.js';

/** `test/e2e/<feature>.spec.ts`: each answer through the SDK, with the contract's examples until somebody writes better ones. */
export function scaffoldSpec({ tag, operations }: Feature, model: Model): string {
  return `import { useServer } from '../support/stage.js';

const stage = useServer('alice', 'bob');

${operations.map((operation) => describeOperation(tag, operation, model)).join('\n')}`;
}

function describeOperation(tag: string, operation: Operation, model: Model): string {
  const { method, path, status, sdkMethod } = operation;
  const isAdmins = operation.security.some((way) => way.scheme === 'bearerAuth' && way.roles.includes('admin'));
  const input = Object.fromEntries(exampleInput(operation, model));
  const call = `stage.${isAdmins ? 'alice' : 'bob'}.client.${tag}.${sdkMethod}(${
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
