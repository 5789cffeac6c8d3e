import type { Model, Operation } from '../model.js';
import type { Place } from '../place.js';
import { readSchema, readSchemaRef } from './schemas.js';

type Known = Pick<Model, 'schemas' | 'errors'>;
type Answers = Pick<Operation, 'status' | 'noContent' | 'otherStatus' | 'contentType' | 'output' | 'errors'>;
type Success = Omit<Answers, 'errors' | 'noContent' | 'otherStatus'>;

/**
 * Reads what an operation answers with: one success, perhaps 204 or another status with the same body beside it, and
 * errors with their codes.
 */
export function readResponses(place: Place, known: Known): Answers {
  const successes: Success[] = [];
  const others: { response: Place; answer: Success }[] = [];
  const errors: string[] = [];
  for (const response of place.entries()) {
    if (!/^[245]\d\d$/.test(response.key)) response.fail('expected a status of 2xx, 4xx or 5xx');
    if (response.key.startsWith('2')) successes.push(readSuccess(response));
    else if (isAnswer(response)) others.push({ response, answer: readSuccess(response) });
    else errors.push(...readErrorResponse(response, known));
  }
  const empty = successes.find(({ status }) => status === 204);
  const [success, ...more] = successes.filter(({ status }) => status !== 204);
  if (more.length > 0) place.fail('expected one success, and perhaps 204 beside it');
  if (new Set(errors).size < errors.length) place.fail('an error code is given twice');
  const main = success ?? empty ?? place.fail('a success is missing');
  const [other, ...further] = others;
  if (other && (other.answer.output !== main.output || other.answer.contentType !== main.contentType)) {
    other.response.fail('an answer that is no error has the body of the success');
  }
  further[0]?.response.fail('expected one other status with the body of the success');
  const noContent = success !== undefined && empty !== undefined;
  return { ...main, noContent, otherStatus: other?.answer.status ?? null, errors };
}

/** Is it, with a status of errors, an answer of the operation's own? Then it has neither codes nor the body of errors. */
function isAnswer(response: Place): boolean {
  const place = response.follow('components/responses');
  const [media] = place.find('content')?.entries() ?? [];
  const schema = media?.find('schema');
  return !place.find('x-error-codes') && schema !== undefined && readSchemaRef(schema) !== 'Problem';
}

function readSuccess(response: Place): Success {
  const status = Number(response.key);
  const place = response.follow('components/responses').only('description', 'headers', 'content');
  place.get('description').text();
  checkHeaders(place);
  if (status === 204) {
    place.find('content')?.fail('204 has no content');
    return { status, contentType: null, output: null };
  }
  const content = place.get('content').only('application/json', 'text/plain');
  const [media, ...more] = content.entries();
  if (!media || more.length > 0) content.fail('expected one content type');
  media.only('schema', 'examples').get('examples');
  const contentType = media.key as 'application/json' | 'text/plain';
  return { status, contentType, output: readSchemaRef(media.get('schema')) };
}

function readErrorResponse(response: Place, known: Known): string[] {
  const place = response.follow('components/responses');
  // What is written at an operation is no standard for others.
  const more = place === response ? [] : ['x-standard-for'];
  place.only('description', 'headers', 'content', 'x-error-codes', ...more);
  place.get('description').text();
  checkHeaders(place);
  const media = place.get('content').only('application/json').get('application/json').only('schema', 'examples');
  if (readSchemaRef(media.get('schema')) !== 'Problem') media.get('schema').fail('the body of an error is Problem');
  const codes = place.get('x-error-codes').items();
  if (codes.length === 0) place.get('x-error-codes').fail('expected a code');
  return codes.map((item) => {
    const spec = known.errors.find(({ code }) => code === item.value);
    if (!spec) return item.fail(`${String(item.value)} is not in ErrorCode`);
    if (spec.status !== Number(response.key)) {
      response.fail(`${spec.code} has status ${spec.status ?? 'none'}, not ${response.key}`);
    }
    return spec.code;
  });
}

function checkHeaders(response: Place): void {
  for (const header of response.find('headers')?.entries() ?? []) {
    const schema = header.follow('components/headers').only('description', 'schema').get('schema');
    readSchema(schema);
    schema.find('examples')?.fail('an example of a header is not supported');
  }
}
