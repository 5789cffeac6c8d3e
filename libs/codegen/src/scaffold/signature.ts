import type { Model, Operation } from '../model.js';
import { literal } from '../emit/text.js';
import { hasInput, inputName } from '../emit/types.js';

/** How the server's methods for an operation look. */
export interface Signature {
  /** What the controller's and the service's method are called. */
  readonly name: string;
  /** Does it know who calls? Not where somebody without a session may call. */
  readonly hasCaller: boolean;
  /** The type of its input; null where it has none. */
  readonly input: string | null;
  readonly output: string;
  /** Names of the contract that it mentions. */
  readonly types: readonly string[];
}

export function signatureOf(operation: Operation): Signature {
  const { id, sdkMethod, security, output, noContent, parameters } = operation;
  const isFilled = parameters.some(({ schema }) => schema.kind === 'scalar' && schema.default !== undefined);
  const inputType = isFilled ? 'OperationInput' : inputName(operation);
  return {
    name: sdkMethod,
    hasCaller: security.length > 0 && security.every(({ scheme }) => scheme === 'bearerAuth'),
    input: hasInput(operation) ? (isFilled ? `OperationInput<${literal(id)}>` : inputType) : null,
    output: output === null ? 'undefined' : `${output}${noContent ? ' | undefined' : ''}`,
    types: [...(hasInput(operation) ? [inputType] : []), ...(output === null ? [] : [output])],
  };
}

/** The codes that an operation answers with for reasons of its own: not those that every operation of its kind has. */
export function ownErrors(operation: Operation, model: Model): string[] {
  const { root } = operation.place.source;
  const marked = (root.get('components').find('responses')?.entries() ?? [])
    .filter((response) => response.find('x-standard-for'))
    .flatMap((response) => response.get('x-error-codes').items());
  const standard = marked.map((code) => code.text());
  return operation.errors.filter((code) => !standard.includes(code) && statusOf(code, model) < 500);
}

export function statusOf(code: string, model: Model): number {
  return model.errors.find((spec) => spec.code === code)?.status ?? 0;
}
