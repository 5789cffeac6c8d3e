import type { Sources } from '../load.js';
import type { Message, Model, NamedSchema } from '../model.js';
import type { Complaints, Place } from '../place.js';
import { readSchemaRef } from './schemas.js';

type Known = Pick<Model, 'schemas' | 'errors'>;

/** Reads the operations of asyncapi.yaml with their messages. */
export function readMessages(sources: Sources, known: Known, complaints: Complaints): Message[] {
  const messages: Message[] = [];
  for (const place of sources.asyncapi.root.get('operations').entries()) {
    complaints.attempt(() => {
      const message = readOperation(place, known);
      const twin = messages.find(({ direction, type }) => direction === message.direction && type === message.type);
      if (twin) place.fail(`${message.type} is already ${twin.operation}`);
      messages.push(message);
    });
  }
  complaints.attempt(() => checkAllUsed(sources, messages));
  return messages;
}

function checkAllUsed(sources: Sources, messages: readonly Message[]): void {
  const { root } = sources.asyncapi;
  const used = messages.map(({ place }) => place.get('messages').items()[0]?.get('$ref').text());
  for (const entry of channel(sources).get('messages').entries()) {
    if (!used.includes(`#/channels/realtime/messages/${entry.key}`)) entry.fail('no operation uses this message');
  }
  for (const entry of root.get('components').get('messages').entries()) {
    if (!channel(sources).get('messages').find(entry.key)) entry.fail('the channel realtime lacks this message');
  }
}

/** Reads where the WebSocket is opened. */
export function readRealtimePath(sources: Sources): string {
  return channel(sources)
    .get('address')
    .named(/^(\/[a-z0-9-]+)+$/, 'a path such as /ws');
}

function channel(sources: Sources): Place {
  const place = sources.asyncapi.root.get('channels').only('realtime').get('realtime');
  return place.only('address', 'title', 'summary', 'description', 'bindings', 'messages', 'x-retired-types');
}

function readOperation(place: Place, known: Known): Message {
  place.only('action', 'channel', 'messages', 'title', 'summary', 'description');
  if (!/^[a-z]+[A-Z][A-Za-z0-9]*$/.test(place.key)) place.fail('an operation is named by verb and noun in camelCase');
  const action = place.get('action').named(/^(send|receive)$/, 'send or receive');
  if (place.get('channel').get('$ref').value !== '#/channels/realtime') place.fail('the only channel is realtime');
  const [ref, ...more] = place.get('messages').items();
  if (!ref || more.length > 0) place.get('messages').fail('expected one message');
  const message = ref.follow('channels/realtime/messages').follow('components/messages');
  const direction = action === 'receive' ? 'inbound' : 'outbound';
  return { operation: place.key, direction, ...readMessage(message, direction, known), place };
}

type Content = Omit<Message, 'operation' | 'direction' | 'place'>;

function readMessage(place: Place, direction: Message['direction'], known: Known): Content {
  place.only('name', 'title', 'summary', 'description', 'payload', 'examples', 'x-error-codes', 'x-signal');
  const type = place.get('name').named(/^[a-z][a-z0-9_.]*$/, 'a wire type such as voice.presence');
  const payload = readSchemaRef(place.get('payload'));
  checkType(place.get('payload'), known.schemas.get(payload), type);
  if (place.get('examples').items().length === 0) place.get('examples').fail('expected an example');
  const codes = place.find('x-error-codes');
  if (codes && direction === 'outbound') codes.fail('only a message from a client is answered with errors');
  if (!codes && direction === 'inbound') place.fail('x-error-codes is missing');
  const signal = place.find('x-signal');
  if (signal && direction === 'outbound') signal.fail('only a message from a client is a signal');
  const errors = (codes?.items() ?? []).map((item) => frameError(item, known));
  return {
    type,
    payload,
    isSignal: signal?.flag() ?? false,
    errors,
    title: place.get('title').text(),
    summary: place.get('summary').text(),
  };
}

function frameError(item: Place, known: Known): string {
  const spec = known.errors.find(({ code }) => code === item.value);
  if (!spec) return item.fail(`${String(item.value)} is not in ErrorCode`);
  return spec.frame ? spec.code : item.fail(`${spec.code} is not for frames (frame: true)`);
}

function checkType(place: Place, schema: NamedSchema | undefined, type: string): void {
  const field = schema?.body.kind === 'object' ? schema.body.properties.find(({ name }) => name === 'type') : undefined;
  if (!field?.required || field.schema.kind !== 'scalar' || field.schema.const !== type) {
    place.fail(`the payload needs a required type: { type: string, const: ${type} }`);
  }
}

/** Types that clients of old send, and the code that each is answered with. */
export function readRetiredTypes(sources: Sources, known: Known): Model['retiredTypes'] {
  const retired = channel(sources).find('x-retired-types')?.entries() ?? [];
  return retired.map((place) => ({ type: place.key, code: frameError(place, known) }));
}
