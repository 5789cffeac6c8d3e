import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Sources } from '../load.js';
import { type Model, named } from '../model.js';
import { type Complaint, ContractError, type Place } from '../place.js';
import { readSchemaRef } from './schemas.js';

/** Judges the value at a place by a schema, given as its name or as the way to a part of one. */
type Check = (place: Place, schema: string) => Complaint[];

/**
 * Refuses examples that break the schema beside them: of bodies, answers, parameters, messages, and of schemas
 * themselves.
 *
 * @throws {ContractError} with all of them
 */
export function checkExamples(sources: Sources, model: Model): void {
  const check = checker(model);
  const media: Place[] = (sources.openapi.root.get('components').find('responses')?.entries() ?? []).flatMap(
    (response) => response.find('content')?.entries() ?? [],
  );
  const complaints: Complaint[] = [];
  for (const { place, parameters, paramsSchema } of model.operations) {
    media.push(...(place.find('requestBody')?.get('content').entries() ?? []));
    for (const response of place.get('responses').entries()) media.push(...(response.find('content')?.entries() ?? []));
    for (const item of place.find('parameters')?.items() ?? []) {
      const parameter = item.follow('components/parameters');
      const example = parameter.find('example');
      const name = parameters.find((candidate) => candidate.name === parameter.get('name').value)?.name;
      if (!name || !paramsSchema) continue;
      const schema = `${paramsSchema}/properties/${name}`;
      if (example) complaints.push(...check(example, schema));
      complaints.push(...schemaExamples(parameter.get('schema'), schema, check));
    }
  }
  complaints.push(...media.flatMap((place) => mediaExamples(place, check)));
  for (const { place, payload } of model.messages) {
    for (const example of place.get('examples').items()) complaints.push(...check(example.get('payload'), payload));
  }
  for (const { name, place, isParameters } of model.schemas.values()) {
    if (!isParameters) complaints.push(...schemaExamples(place, name, check));
  }
  // A parameter or a response that several operations share is judged for each of them.
  const once = new Map(complaints.map((complaint) => [JSON.stringify(complaint), complaint]));
  if (once.size > 0) throw new ContractError([...once.values()]);
}

/** Of a schema and of what stands within it. */
function schemaExamples(place: Place, schema: string, check: Check): Complaint[] {
  const values = ['items', 'additionalProperties'].flatMap((key) => place.find(key) ?? []).filter(({ isMap }) => isMap);
  return [
    ...(place.find('examples')?.items() ?? []).flatMap((example) => check(example, schema)),
    ...values.flatMap((value) => schemaExamples(value, `${schema}/${value.key}`, check)),
    ...(place.find('properties')?.entries() ?? []).flatMap((field) =>
      schemaExamples(field, `${schema}/properties/${field.key}`, check),
    ),
  ];
}

function mediaExamples(media: Place, check: Check): Complaint[] {
  const schema = readSchemaRef(media.get('schema'));
  const examples = media.find('examples')?.entries() ?? [];
  if (examples.length === 0) return [media.complaint('an example is missing')];
  return examples.flatMap((example) => check(example.follow('components/examples').get('value'), schema));
}

function checker(model: Model): Check {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv, ['date-time']);
  const bytes = (max: number, text: string) => Buffer.byteLength(text, 'utf8') <= max;
  ajv.addKeyword({ keyword: 'x-max-bytes', type: 'string', schemaType: 'number', validate: bytes });
  const names = [...model.schemas.keys()];
  ajv.addSchema({ $id: 'all', $defs: Object.fromEntries(names.map((name) => [name, named(model, name).json])) });
  const compiled = new Map<string, ValidateFunction>();
  return (place, schema) => {
    const validate = compiled.get(schema) ?? ajv.compile({ $ref: `all#/$defs/${schema}` });
    compiled.set(schema, validate);
    if (validate(place.value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) =>
      place.complaint(`the example does not keep ${schema}: ${instancePath} ${message ?? ''}`.replace(':  ', ': ')),
    );
  };
}
