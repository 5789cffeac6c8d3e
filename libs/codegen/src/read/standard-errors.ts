import type { Sources } from '../load.js';
import type { ErrorSpec, Operation } from '../model.js';
import { Complaints, type Place } from '../place.js';

/** What `x-standard-for` of an error response can say: the operations that have to list it, and that no other lists. */
const RULES: Readonly<Record<string, { who: string; applies: (operation: Operation) => boolean }>> = {
  security: { who: 'an operation with security', applies: ({ security }) => security.length > 0 },
  roles: {
    who: 'an operation that asks for a role',
    applies: ({ security }) => security.some((way) => way.scheme === 'bearerAuth' && way.roles.length > 0),
  },
  // A body that nobody asked for is judged too.
  body: { who: 'an operation other than GET', applies: ({ method }) => method !== 'GET' },
  // What is left only tells that the server is up.
  calls: {
    who: 'an operation other than a public GET without parameters',
    applies: ({ method, security, parameters }) => method !== 'GET' || security.length > 0 || parameters.length > 0,
  },
};

/** Holds every operation to the standard errors: it lists those that it can answer with, and no other of them. */
export function checkStandardErrors(
  sources: Sources,
  operations: readonly Operation[],
  errors: readonly ErrorSpec[],
): void {
  const complaints = new Complaints();
  for (const response of sources.openapi.root.get('components').find('responses')?.entries() ?? []) {
    const mark = response.find('x-standard-for');
    if (!mark) continue;
    complaints.attempt(() => {
      const rule = Object.hasOwn(RULES, mark.text()) ? RULES[mark.text()] : undefined;
      if (!rule) return mark.fail(`expected ${Object.keys(RULES).join(', ')}`);
      for (const code of response.get('x-error-codes').items()) {
        const status = String(errors.find((spec) => spec.code === code.value)?.status);
        for (const operation of operations) {
          complaints.attempt(() => check(operation, rule, { code: code.text(), status, response }));
        }
      }
    });
  }
  complaints.throwIfAny();
}

function check(
  operation: Operation,
  { who, applies }: (typeof RULES)[string],
  { code, status, response }: { code: string; status: string; response: Place },
): void {
  const isListed = operation.errors.includes(code);
  if (isListed === applies(operation)) return;
  const responses = operation.place.get('responses');
  const given = responses.find(status);
  if (isListed) (given ?? responses).fail(`${operation.id} cannot answer ${code}; only ${who} does`);
  if (given) given.fail(`${who} can answer ${code}; it is not among the x-error-codes of this response`);
  responses.fail(`${who} can answer ${code}; add '${status}': { $ref: '#/components/responses/${response.key}' }`);
}
