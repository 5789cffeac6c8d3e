import type { Model, Operation } from '../model.js';
import { inputFields } from '../emit/types.js';
import type { Feature } from './feature.js';
import { ownErrors, statusOf } from './signature.js';

/** What a test's world has of its own for a field of an input. */
const WORLD: Readonly<Record<string, string>> = {
  channel_id: 'world.channelId',
  user_id: 'world.member.user_id',
  device_id: 'world.member.device_id',
};

/** Errors that the contract's tests know how to get for any operation. */
const KNOWN_ERRORS = ['channel_not_found', 'device_not_found'];

/** `test/plans/<tag>.ts`: how to get each answer and event. What the world lacks is red until somebody makes it there. */
export function scaffoldPlans({ tag, operations, events }: Feature, model: Model): string {
  const calls = operations.flatMap((operation) => [
    `    '${operation.id} ${operation.status}': ${plan(operation, model, WORLD)},\n`,
    ...(operation.noContent ? [`    '${operation.id} 204': ${plan(operation, model, WORLD)},\n`] : []),
    ...ownErrors(operation, model)
      .filter((code) => !KNOWN_ERRORS.includes(code))
      .map((code) => `    '${operation.id} ${statusOf(code, model)} ${code}': ${plan(operation, model, {})},\n`),
  ]);
  const cause = operations.find(({ method }) => method !== 'GET') ?? operations[0];
  const scenes = events.map(
    ({ type }) => `    '${type}': async ({ world, bob }) => {
      await world.done('${cause.id}', ${request(cause, model, WORLD)});
      return bob.next('${type}');
    },
`,
  );
  const heard = scenes.length > 0 ? `  events: {\n${scenes.join('')}  },\n` : '';
  return `import type { FeaturePlans } from './feature-plans.js';

export const ${tag}: FeaturePlans = {
  calls: {
${calls.join('')}  },
${heard}};
`;
}

function plan(operation: Operation, model: Model, known: Readonly<Record<string, string>>): string {
  const text = request(operation, model, known);
  return `(${text.includes('world.') ? 'world' : ''}) => (${text})`;
}

function request(operation: Operation, model: Model, known: Readonly<Record<string, string>>): string {
  const as = callerOf(operation);
  const body = operation.body === null ? [] : valuesOf(operation, model, known).filter(([, inBody]) => inBody);
  const query = valuesOf(operation, model, known).filter(([, inBody]) => !inBody);
  const fields = [
    ...(as === null ? [] : [`as: ${as}`]),
    ...(query.length > 0 ? [`query: { ${query.map(([text]) => text).join(', ')} }`] : []),
    ...(body.length > 0 ? [`body: { ${body.map(([text]) => text).join(', ')} }`] : []),
  ];
  return `{ ${fields.join(', ')} }`;
}

/** Required parameters, and the fields of the body that the contract's example cannot know. */
function valuesOf(
  operation: Operation,
  model: Model,
  known: Readonly<Record<string, string>>,
): [text: string, inBody: boolean][] {
  const parameters = operation.parameters.map(({ name }) => name);
  return inputFields(operation, model)
    .filter(({ name, required }) => required && (parameters.includes(name) || name.endsWith('_id')))
    .map(({ name }) => [`${name}: ${known[name] ?? `'unknown'`}`, !parameters.includes(name)]);
}

function callerOf({ security }: Operation): string | null {
  const session = security.find(({ scheme }) => scheme === 'bearerAuth');
  if (session?.scheme === 'bearerAuth') return session.roles.includes('admin') ? 'world.admin' : 'world.member';
  return security.length > 0 ? `'operator'` : null;
}
