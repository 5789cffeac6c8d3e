import { shapes } from '../generated/shapes.js';

/**
 * What is wrong with a value that came from the server: undefined if it is of the type, else the first field that is not,
 * by its name and never by its value.
 *
 * @param type `string`, `number`, `boolean`, `object`, the name of a shape, or one of these with `[]`, `{}` or `|null`
 * @param path where the value stands
 */
export function typeProblem(type: string, value: unknown, path: string): string | undefined {
  const [, inner = '', kind] = /^(.+)(\[\]|\{\}|\|null)$/.exec(type) ?? [];
  if (kind === '|null') return value === null ? undefined : typeProblem(inner, value, path);
  const shape = kind === undefined ? shapes[type] : undefined;
  const isObject = typeof value === 'object' && value !== null && Array.isArray(value) === (kind === '[]');
  const isScalar = kind === undefined && shape === undefined && type !== 'object';
  if (isScalar ? typeof value !== type : !isObject) return `${path} is no ${type}`;
  if (shape !== undefined) return fieldsProblem(shape, value as object, path);
  if (kind === undefined) return undefined;
  return firstProblem(Object.entries(value as object), ([key, part]) => typeProblem(inner, part, `${path}.${key}`));
}

/** The same of the fields of an object. Those that the shape does not have may be those of a newer server. */
export function fieldsProblem(shape: string, value: object, path: string): string | undefined {
  return firstProblem(shape.match(/\S+/g) ?? [], (field) => {
    const [name = '', type = 'string'] = field.split(':');
    const key = name.replace('?', '');
    const part = (value as Record<string, unknown>)[key];
    return part === undefined && key !== name ? undefined : typeProblem(type, part, `${path}.${key}`);
  });
}

function firstProblem<T>(parts: readonly T[], problemOf: (part: T) => string | undefined): string | undefined {
  for (const part of parts) {
    const problem = problemOf(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
