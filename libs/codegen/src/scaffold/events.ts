import { type Message, type Model, named } from '../model.js';
import { doc, importLine } from '../emit/text.js';
import { typeNames, typeOf } from '../emit/type-of.js';
import type { Feature } from './feature.js';
import { camel } from './words.js';

/** `<feature>.events.ts`: what the feature tells of, for the sockets of every node. */
export function scaffoldEvents({ events }: Feature, model: Model): string {
  const fields = events.map((event) => fieldsOf(event, model));
  const types = fields.flat().flatMap(({ schema }) => typeNames(schema, model));
  const classes = events.map((event, index) => {
    const parameters = (fields[index] ?? []).map(({ name, required, schema }) => {
      return `    readonly ${camel(name)}${required ? '' : '?'}: ${typeOf(schema, model)},\n`;
    });
    return `${doc([`${event.title}.`])}export class ${event.payload} {
  static readonly isShared = true;

  constructor(
${parameters.join('')}  ) {}
}
`;
  });
  const head = importLine(types, '@app/contract');
  return `${head === '' ? '' : `${head}\n\n`}${classes.join('\n')}`;
}

function fieldsOf({ payload }: Message, model: Model) {
  const { body } = named(model, payload);
  const properties = body.kind === 'object' ? body.properties.filter(({ name }) => name !== 'type') : [];
  // An optional parameter stands after those that are not.
  return [...properties].sort((a, b) => Number(b.required) - Number(a.required));
}
