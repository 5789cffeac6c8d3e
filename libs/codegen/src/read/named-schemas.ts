import type { Sources } from '../load.js';
import type { ErrorSpec, NamedSchema } from '../model.js';
import type { Complaints, Place } from '../place.js';
import { ERROR_CODE, errorCodeSchema } from './errors.js';
import { readNamedSchema, toJson } from './schemas.js';

/**
 * Reads every schema that has a name: `components.schemas` of both files, and the payloads of frames, each by the name
 * of its message. The names are unique over all of them.
 */
export function readSchemas(
  { openapi, asyncapi }: Sources,
  errors: readonly ErrorSpec[],
  complaints: Complaints,
): Map<string, NamedSchema> {
  const schemas = new Map<string, NamedSchema>();
  const add = (place: Place, read: (place: Place) => NamedSchema) =>
    complaints.attempt(() => {
      checkName(place);
      const twin = schemas.get(place.key);
      if (twin) place.fail(`a schema ${place.key} is already in ${twin.place.source.name}`);
      schemas.set(place.key, read(place));
    });
  for (const place of componentsOf(openapi.root)) {
    add(place, place.key === ERROR_CODE ? () => errorCodeSchema(place, errors) : readComponent);
  }
  for (const channel of asyncapi.root.find('channels')?.entries() ?? []) {
    for (const message of channel.find('messages')?.entries() ?? []) add(message, readPayload);
  }
  for (const place of componentsOf(asyncapi.root)) add(place, readComponent);
  return schemas;
}

function componentsOf(root: Place): Place[] {
  return root.get('components').find('schemas')?.entries() ?? [];
}

function checkName(place: Place): void {
  const name = place.key;
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) place.fail('a schema is named in PascalCase');
  if (name in globalThis) place.fail(`${name} is the name of a JavaScript global; choose another`);
}

function readComponent(place: Place): NamedSchema {
  return namedSchema(place.key, place);
}

function readPayload(message: Place): NamedSchema {
  const place = message.get('payload');
  if (place.find('$ref')) place.fail('a payload is written in place, not referred to');
  const schema = namedSchema(message.key, place);
  return schema.body.kind === 'object' ? schema : place.fail('a payload is an object');
}

function namedSchema(name: string, place: Place): NamedSchema {
  return { name, body: readNamedSchema(place), place, json: toJson(place.value), isParameters: false };
}
