import type { Model, Operation } from '../model.js';
import type { Place } from '../place.js';
import { inputFields } from '../emit/types.js';

/** The fields of an operation's input that it cannot do without, each with the value that the contract's example has. */
export function exampleInput(operation: Operation, model: Model): [name: string, value: unknown][] {
  const body = bodyExample(operation.place);
  const parameters = parameterExamples(operation);
  return inputFields(operation, model)
    .filter(({ required, name }) => required || name in body)
    .map(({ name }) => [name, body[name] ?? parameters[name] ?? 'unknown']);
}

/** What the contract's example of the success looks like; undefined where it has no content. */
export function exampleOutput({ place, status }: Operation): unknown {
  const response = place.get('responses').get(String(status)).follow('components/responses');
  return firstExample(response.find('content'));
}

function bodyExample(place: Place): Record<string, unknown> {
  return (firstExample(place.find('requestBody')?.get('content')) ?? {}) as Record<string, unknown>;
}

function firstExample(content: Place | undefined): unknown {
  return content?.entries()[0]?.get('examples').entries()[0]?.follow('components/examples').get('value').value;
}

function parameterExamples({ place }: Operation): Record<string, unknown> {
  const parameters = (place.find('parameters')?.items() ?? []).map((item) => item.follow('components/parameters'));
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.get('name').text(), parameter.find('example')?.value]),
  );
}
