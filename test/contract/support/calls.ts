import { limits } from '@app/contract';
import { type OperationDoc, operationDocs, type Outcome, outcomes } from './contract.js';
import { type Call, operationDoc } from './http.js';
import { plans } from './plans.js';
import type { Plan, World } from './world.js';

/** Spoils a request that would succeed, in every way that gets one error code. */
type Spoiler = (operation: OperationDoc, success: Plan, world: World) => Call[];

const spoilers: Readonly<Record<string, Spoiler>> = {
  invalid_request: (operation, success, world) => {
    const call = world.call(operation, success);
    if (!operation.hasBody) return [{ ...call, path: `${call.path}${call.path.includes('?') ? '&' : '?'}unknown=1` }];
    return [
      { ...call, body: '{"' },
      world.call(operation, { ...success, body: { ...success.body, unknown_field: 1 } }),
    ];
  },
  unauthorized: (operation, success, world) => {
    const call = world.call(operation, { ...success, as: undefined });
    const wrong: Record<string, string>[] = [
      {},
      { Authorization: 'Bearer nobody' },
      { Authorization: 'Basic YTpi' },
      { 'X-Admin-Token': 'no' },
    ];
    return wrong.map((headers) => ({ ...call, headers: { ...call.headers, ...headers } }));
  },
  forbidden: (operation, success, world) => [
    world.call(operation, { ...success, as: operation.roles.includes('admin') ? world.member : world.untrusted }),
  ],
  payload_too_large: (operation, success, world) => [
    withBody(world.call(operation, success), 'application/json', ' '.repeat(limits.maxBodyBytes + 1)),
  ],
  unsupported_media_type: (operation, success, world) =>
    ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''].map((type) =>
      withBody(world.call(operation, success), type, '{}'),
    ),
};

function withBody(call: Call, type: string, body: string): Call {
  const headers = Object.entries(call.headers ?? {}).filter(([name]) => name !== 'Content-Type');
  return { ...call, headers: { ...Object.fromEntries(headers), ...(type ? { 'Content-Type': type } : {}) }, body };
}

/** Names another thing, which there is not: `channel_not_found` comes of another `channel_id`. */
function misnamed(code: string, { parameters, bodyExample }: OperationDoc): Spoiler | undefined {
  const thing = /^(\w+)_not_found$/.exec(code)?.[1] ?? '';
  const field = `${thing}_id`;
  const wrong = { [field]: `no-${thing}` };
  if (parameters.some(({ name }) => name === field)) {
    return (operation, plan, world) => [world.call(operation, { ...plan, query: { ...plan.query, ...wrong } })];
  }
  if (field in bodyExample) {
    return (operation, plan, world) => [world.call(operation, { ...plan, body: { ...plan.body, ...wrong } })];
  }
  return undefined;
}

function spoilerFor({ operationId, code }: Outcome): Spoiler | undefined {
  return code === null ? undefined : (spoilers[code] ?? misnamed(code, operationDoc(operationId)));
}

/** What an outcome's plan is called. */
export function keyOf({ operationId, status, code }: Outcome): string {
  return [operationId, status, code ?? []].flat().join(' ');
}

/** Codes that no request or frame gets by itself: they take a fault, or too many of them. */
const HARD_CODES = ['server_error', 'server_unavailable', 'rate_limited'];

export function isHard(code: string | null): boolean {
  return code !== null && HARD_CODES.includes(code);
}

/** Does nothing get this answer but a plan of its own? */
export function needsPlan(outcome: Outcome): boolean {
  return !isHard(outcome.code) && spoilerFor(outcome) === undefined;
}

/** The key of the plan that makes an operation succeed, where there is one. */
function successKey(id: string): string | undefined {
  const successes = outcomes.filter(({ operationId, status }) => operationId === id && status < 300);
  return successes.map(keyOf).find((key) => key in plans().calls);
}

/** What to say so that the operation succeeds. */
export async function successPlan({ id }: OperationDoc, world: World): Promise<Plan> {
  const key = successKey(id);
  if (key === undefined) throw new Error(`no request is known that makes ${id} succeed`);
  return plans().calls[key](world);
}

/** Every request that this world has for an outcome; each of them must get it. */
export async function callsFor(outcome: Outcome, world: World): Promise<Call[]> {
  const operation = operationDoc(outcome.operationId);
  const plan = plans().calls[keyOf(outcome)];
  if (plan) return [world.call(operation, await plan(world))];
  const spoil = spoilerFor(outcome);
  if (!spoil) throw new Error(`no request is known that gets ${keyOf(outcome)}`);
  return spoil(operation, await successPlan(operation, world), world);
}

/*
 * What the tests go through is what there are plans for; which are missing, plans.spec.ts alone tells.
 */

/** The operations that a plan makes succeed. */
export const plannedOperations = [...operationDocs.values()].filter(({ id }) => successKey(id) !== undefined);

/** Every answer that a request gets by itself. */
export const plannedOutcomes = outcomes.filter(
  (outcome) =>
    keyOf(outcome) in plans().calls || (spoilerFor(outcome) && successKey(outcome.operationId) !== undefined),
);

/** The answers that no request gets by itself, of operations that can succeed. */
export const hardOutcomes = outcomes.filter(
  ({ operationId, code }) => isHard(code) && successKey(operationId) !== undefined,
);
