import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Sources } from '../load.js';
import { type Model, named } from '../model.js';
import type { Complaint, Place } from '../place.js';
import { readSchemaRef } from '../read/schemas.js';

type Check = (place: Place, schema: string) => Complaint[];

/** Every example keeps the schema beside it. */
export function lintExamples(sources: Sources, model: Model): Complaint[] {
  const check = checker(model);
  const { openapi, asyncapi } = sources;
  const media: Place[] = openapi.root
    .get('components')
    .get('responses')
    .entries()
    .flatMap((response) => response.find('content')?.entries() ?? []);
  const complaints: Complaint[] = [];
  for (const { place, parameters, paramsSchema } of model.operations) {
    media.push(...(place.find('requestBody')?.get('content').entries() ?? []));
    for (const response of place.get('responses').entries()) media.push(...(response.find('content')?.entries() ?? []));
    for (const item of place.find('parameters')?.items() ?? []) {
      const parameter = item.follow('components/parameters');
      const example = parameter.find('example');
      const name = parameters.find((candidate) => candidate.name === parameter.get('name').value)?.name;
      if (example && name && paramsSchema) complaints.push(...check(example, `${paramsSchema}/properties/${name}`));
    }
  }
  complaints.push(...media.flatMap((place) => mediaExamples(place, check)));
  for (const message of asyncapi.root.get('components').get('messages').entries()) {
    const schema = readSchemaRef(message.get('payload'));
    for (const example of message.get('examples').items()) complaints.push(...check(example.get('payload'), schema));
  }
  return complaints;
}

function mediaExamples(media: Place, check: Check): Complaint[] {
  const schema = readSchemaRef(media.get('schema'));
  const examples = media.find('examples')?.entries() ?? [];
  if (examples.length === 0) return [media.complaint('an example is missing')];
  return examples.flatMap((example) => check(example.follow('components/examples').get('value'), schema));
}

function checker(model: Model): Check {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
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
