import type { Sources } from '../load.js';
import type { ErrorSpec, NamedSchema } from '../model.js';
import type { Place } from '../place.js';

/** Name of the schema that registers the error codes. */
export const ERROR_CODE = 'ErrorCode';

/** Reads `ErrorCode` of openapi.yaml: each code, and what stands beside it. */
export function readErrors(sources: Sources): ErrorSpec[] {
  const place = sources.openapi.root.get('components').get('schemas').get(ERROR_CODE);
  place.only('type', 'description', 'oneOf');
  place.get('type').named(/^string$/, 'string');
  const errors: ErrorSpec[] = [];
  for (const item of place.get('oneOf').items()) {
    const error = readError(item);
    if (errors.some(({ code }) => code === error.code)) item.get('const').fail(`${error.code} is given twice`);
    errors.push(error);
  }
  if (errors.length === 0) place.get('oneOf').fail('expected a code');
  return errors;
}

function readError(place: Place): ErrorSpec {
  place.only('const', 'x-status', 'x-frame', 'x-passes', 'description');
  const code = place.get('const').named(/^[a-z][a-z0-9_]*$/, 'a code in snake_case');
  const status = place.find('x-status')?.count();
  if (status !== undefined && (status < 400 || status > 599)) place.get('x-status').fail('expected 400 to 599');
  const frame = place.find('x-frame')?.flag() ?? false;
  if (status === undefined && !frame) place.fail(`${code} needs an x-status, x-frame: true, or both`);
  const passes = place.find('x-passes')?.flag() ?? false;
  const message = place.get('description').named(/\S/, 'a message');
  return { code, ...(status !== undefined && { status }), frame, passes, message, place };
}

/** `ErrorCode` for those who only judge values: an enum. */
export function errorCodeSchema(place: Place, errors: readonly ErrorSpec[]): NamedSchema {
  const codes = errors.map(({ code }) => code);
  return {
    name: place.key,
    body: { kind: 'scalar', type: 'string', nullable: false, enum: codes, description: place.note('description') },
    place,
    json: { type: 'string', enum: codes },
    isParameters: false,
  };
}
