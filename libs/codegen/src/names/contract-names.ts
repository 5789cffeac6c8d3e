import type { Sources } from '../load.js';
import { handlerOf, type Model } from '../model.js';
import type { Place } from '../place.js';

export type NameKind =
  'schema' | 'property' | 'tag' | 'operation' | 'method' | 'parameter' | 'limit' | 'error' | 'frame' | 'event';

/** A name that the contract gives, and where it does so. */
export interface ContractName {
  readonly kind: NameKind;
  readonly name: string;
  readonly place: Place;
}

/** Every name of the contract that the generator may turn into a name of its output. */
export function contractNames({ openapi }: Sources, model: Model): ContractName[] {
  const at = (kind: NameKind, place: Place, name = place.key): ContractName => ({ kind, name, place });
  const schemas = [...model.schemas.values()].filter(({ isParameters }) => !isParameters);
  const tags = openapi.root.get('tags').items();
  const clients = model.messages.filter(({ direction }) => direction === 'inbound');
  return [
    ...schemas.map(({ name, place }) => at('schema', place, name)),
    ...schemas.flatMap(({ place }) => place.find('properties')?.entries() ?? []).map((place) => at('property', place)),
    ...tags.map((place) => at('tag', place, place.get('name').text())),
    ...model.operations.map(({ id, place }) => at('operation', place.get('operationId'), id)),
    ...model.operations.map(({ sdkMethod, place }) => at('method', place.get('x-sdk-method'), sdkMethod)),
    ...model.operations.flatMap(({ parameters, place }) => parameters.map(({ name }) => at('parameter', place, name))),
    ...(openapi.root.find('x-limits')?.entries() ?? []).map((place) => at('limit', place)),
    ...model.errors.map(({ code, place }) => at('error', place.get('const'), code)),
    ...clients.map((message) => at('frame', message.place, handlerOf(message))),
    ...model.messages.map(({ type, place }) => at('event', place.get('name'), type)),
  ];
}
