import { shapes } from '../generated/shapes.js';

/**
 * What is wrong with a value that came from the server: undefined if it is of the type, else the first field that is not,
 * by its name and never by its value. Fields that the type does not have may be those of a newer server.
 *
 * @param type `string`, `number`, `boolean`, `object`, the name of a shape, or one of these with `[]`, `{}` or `|null`
 * @param path where the value stands
 */
export function shapeProblem(type: string, value: unknown, path: string): string | undefined {
  const [, inner = '', kind] = /^(.+)(\[\]|\{\}|\|null)$/.exec(type) ?? [];
  if (kind === '|null') return value === null ? undefined : shapeProblem(inner, value, path);
  const shape = shapes[type];
  const isObject = typeof value === 'object' && value !== null && Array.isArray(value) === (kind === '[]');
  const isScalar = kind === undefined && shape === undefined && type !== 'object';
  if (isScalar ? typeof value !== type : !isObject) return `${path} is no ${type}`;
  const fields = shape?.match(/\S+/g) ?? (kind === undefined ? [] : Object.keys(value as object));
  for (const field of fields) {
    const [name = '', fieldType = 'string'] = shape === undefined ? [field, inner] : field.split(':');
    const key = shape === undefined ? name : name.replace('?', '');
    const part = (value as Record<string, unknown>)[key];
    if (part === undefined && key !== name) continue;
    const problem = shapeProblem(fieldType, part, `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
