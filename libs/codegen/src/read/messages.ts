import type { Sources } from '../load.js';
import type { Message, Model, NamedSchema } from '../model.js';
import type { Complaints, Place } from '../place.js';

type Known = Pick<Model, 'schemas' | 'errors'>;

/** The channels, what the server does with the messages of each (`action`), and where these go. */
const CHANNELS = [
  { name: 'toServer', action: 'receive', direction: 'inbound' },
  { name: 'fromServer', action: 'send', direction: 'outbound' },
] as const;

type ChannelName = (typeof CHANNELS)[number]['name'];

/** Reads the messages of both channels of asyncapi.yaml. */
export function readMessages(sources: Sources, known: Known, complaints: Complaints): Message[] {
  const messages: Message[] = [];
  complaints.attempt(() => checkOperations(sources));
  for (const { name, direction } of CHANNELS) {
    for (const place of complaints.attempt(() => channel(sources, name).get('messages').entries()) ?? []) {
      complaints.attempt(() => {
        const message = readMessage(place, direction, known);
        const twin = messages.find((other) => other.direction === direction && other.type === message.type);
        if (twin) place.get('name').fail(`${message.type} is already ${twin.payload}`);
        messages.push(message);
      });
    }
  }
  return messages;
}

/** One operation for each channel, of all its messages. */
function checkOperations(sources: Sources): void {
  const place = sources.asyncapi.root.get('operations');
  const operations = place.entries().map((operation) => {
    operation.only('action', 'channel', 'title', 'summary', 'description');
    const ref = operation.get('channel').only('$ref').get('$ref');
    const found = CHANNELS.find(({ name }) => ref.value === `#/channels/${name}`);
    if (!found) return ref.fail(`expected ${CHANNELS.map(({ name }) => `#/channels/${name}`).join(' or ')}`);
    const action = operation.get('action');
    if (action.value !== found.action) action.fail(`expected ${found.action}, which is what the server does there`);
    return found;
  });
  for (const one of CHANNELS) {
    if (operations.filter((found) => found === one).length !== 1) place.fail(`expected one operation of ${one.name}`);
  }
}

/** Reads where the WebSocket is opened, which both channels say. */
export function readRealtimePath(sources: Sources): string {
  const path = channel(sources, 'toServer')
    .get('address')
    .named(/^(\/[a-z0-9-]+)+$/, 'a path such as /ws');
  const other = channel(sources, 'fromServer').get('address');
  return other.value === path ? path : other.fail(`expected ${path}, as toServer has it: there is one WebSocket`);
}

function channel(sources: Sources, name: ChannelName): Place {
  const place = sources.asyncapi.root
    .get('channels')
    .only(...CHANNELS.map((one) => one.name))
    .get(name);
  const more = name === 'toServer' ? ['x-retired-types'] : [];
  return place.only('address', 'title', 'summary', 'description', 'bindings', 'messages', ...more);
}

function readMessage(place: Place, direction: Message['direction'], known: Known): Message {
  place.only('name', 'title', 'summary', 'description', 'payload', 'examples', 'x-error-codes', 'x-signal');
  const type = place.get('name').named(/^[a-z][a-z0-9_.]*$/, 'a wire type such as voice.presence');
  const payload = place.key;
  checkType(place.get('payload'), known.schemas.get(payload), type);
  if (place.get('examples').items().length === 0) place.get('examples').fail('expected an example');
  const codes = place.find('x-error-codes');
  if (codes && direction === 'outbound') codes.fail('only a message from a client is answered with errors');
  if (!codes && direction === 'inbound') place.fail('x-error-codes is missing');
  const signal = place.find('x-signal');
  if (signal && direction === 'outbound') signal.fail('only a message from a client is a signal');
  const errors = (codes?.items() ?? []).map((item) => frameError(item, known));
  return {
    direction,
    type,
    payload,
    isSignal: signal?.flag() ?? false,
    errors,
    title: place.get('title').text(),
    summary: place.get('summary').text(),
    place,
  };
}

function frameError(item: Place, known: Known): string {
  const spec = known.errors.find(({ code }) => code === item.value);
  if (!spec) return item.fail(`${String(item.value)} is not in ErrorCode`);
  return spec.frame ? spec.code : item.fail(`${spec.code} is not for frames (x-frame: true)`);
}

function checkType(place: Place, schema: NamedSchema | undefined, type: string): void {
  const field = schema?.body.kind === 'object' ? schema.body.properties.find(({ name }) => name === 'type') : undefined;
  if (!field?.required || field.schema.kind !== 'scalar' || field.schema.const !== type) {
    place.fail(`the payload needs a required type: { type: string, const: ${type} }`);
  }
}

/** Types that clients of old send, and the code that each is answered with. */
export function readRetiredTypes(sources: Sources, known: Known): Model['retiredTypes'] {
  const retired = channel(sources, 'toServer').find('x-retired-types')?.entries() ?? [];
  return retired.map((place) => ({ type: place.key, code: frameError(place, known) }));
}
