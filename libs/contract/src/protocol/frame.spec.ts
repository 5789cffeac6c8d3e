import { schemas } from '../generated/schemas.js';
import { clientIdIn, readFrame } from './frame.js';
import { type Judge, problemOf } from './judge.js';

const judge: Judge<string> = (schema, value) => problemOf(schemas, schema, value);
const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';

const read = (text: string) => readFrame(Buffer.from(text), judge);

function refusal(text: string | undefined): unknown {
  try {
    return readFrame(text === undefined ? undefined : Buffer.from(text), judge);
  } catch (error) {
    return error;
  }
}

describe('readFrame', () => {
  it('reads a frame, with what it has beyond the contract', () => {
    expect(read('{"type":"voice_join","channel_id":"c","more":1}')).toEqual({
      type: 'voice_join',
      channel_id: 'c',
      more: 1,
    });
  });

  it.each([
    [undefined, 'invalid_message', 'expected a text frame'],
    ['', 'invalid_message', 'expected one JSON value'],
    ['[]', 'invalid_message', 'expected a JSON object'],
    ['null', 'invalid_message', 'expected a JSON object'],
    ['{}', 'invalid_message', 'type must be a string'],
    ['{"type":1}', 'invalid_message', 'type must be a string'],
    ['{"type":"message.send"}', 'channels_only', 'only channel messages are supported'],
    ['{"type":"toString"}', 'unsupported_type', 'unsupported message type'],
    ['{"type":"channel.message.new"}', 'unsupported_type', 'unsupported message type'],
    ['{"type":"voice_join"}', 'invalid_message', 'channel_id should not be empty'],
    [`{"more":[${'1,'.repeat(100)}1]}`, 'invalid_message', 'more than 100 fields and items'],
  ])('%s: %s', (text, code, message) => {
    expect(refusal(text)).toMatchObject({ code, message, client_id: undefined });
  });

  it.each([
    ['without a type', `{"client_id":"${client_id}"}`],
    ['of a retired type', `{"type":"message.send","client_id":"${client_id}"}`],
    ['of an unknown type', `{"type":"toString","client_id":"${client_id}"}`],
    ['that its schema refuses', `{"type":"voice_join","client_id":"${client_id}"}`],
    ['that is no JSON', `{"client_id": "${client_id}", "body": "é`],
  ])('names the frame that it refuses: one %s', (_, text) => {
    expect(refusal(text)).toMatchObject({ client_id });
  });

  it.each(['{"type":"x","client_id":"7"}', '{"type":"x","client_id":7}', '{"client_id":"7"'])(
    'repeats no name that is none: %s',
    (text) => {
      expect(refusal(text)).toMatchObject({ client_id: undefined });
    },
  );
});

it.each([
  [`{"client_id" : "${client_id}"`, client_id],
  [`{"body":"\\"client_id\\":\\"${client_id}\\""}`, undefined],
  [`{"client_id":"${client_id.slice(1)}"}`, undefined],
])('clientIdIn %s is %s', (text, found) => {
  expect(clientIdIn(text, judge)).toBe(found);
});
