import { complaints } from '../testing/complaints.js';

/** Another message with the type of MoveThing. */
const TWIN = `      ThrowThing:
        name: thing.move
        title: .
        summary: .
        x-error-codes: []
        payload: { type: object, required: [type], properties: { type: { type: string, const: thing.move } } }
        examples: [{ payload: { type: thing.move } }]
`;

describe('the dialect of messages', () => {
  test.each([
    [
      'name: thing.moved',
      'name: thing.gone',
      'asyncapi.yaml@payload the payload needs a required type: { type: string, const: thing.gone }',
    ],
    [
      'x-error-codes: [bad_frame, thing_not_found]',
      'x-error-codes: [invalid_request]',
      'asyncapi.yaml@invalid_request] invalid_request is not for frames (x-frame: true)',
    ],
    ['        x-error-codes: [bad_frame, thing_not_found]\n', '', 'asyncapi.yaml@MoveThing x-error-codes is missing'],
    [
      'summary: It moved.',
      'summary: It moved.\n        x-error-codes: [bad_frame]',
      'only a message from a client is answered with errors',
    ],
    ['summary: It moved.', 'summary: It moved.\n        x-signal: true', 'only a message from a client is a signal'],
    ['action: send', 'action: receive', 'asyncapi.yaml@action expected send, which is what the server does there'],
    [
      "'#/channels/fromServer' }",
      "'#/channels/here' }",
      'asyncapi.yaml@$ref expected #/channels/toServer or #/channels/fromServer',
    ],
    [
      "receive, channel: { $ref: '#/channels/toServer'",
      "send, channel: { $ref: '#/channels/fromServer'",
      'asyncapi.yaml@operations expected one operation of toServer',
    ],
    ['{ action: send,', '{ action: send, messages: [],', 'asyncapi.yaml@messages messages is not supported here'],
    ['fromServer:\n', 'events:\n', 'asyncapi.yaml@events events is not supported here'],
    [
      'fromServer:\n    address: /ws',
      'fromServer:\n    address: /events',
      'asyncapi.yaml@address expected /ws, as toServer has it',
    ],
    ['fromServer:\n', 'fromServer:\n    x-retired-types: {}\n', 'asyncapi.yaml@x-retired-types x-retired-types is not'],
    [
      '  schemas:\n    Speed',
      '  messages: {}\n  schemas:\n    Speed',
      'asyncapi.yaml@messages messages is not supported here',
    ],
    ['      ThingMoved:', '      thingMoved:', 'asyncapi.yaml@thingMoved a schema is named in PascalCase'],
    ['      ThingMoved:', '      MoveThing:', 'asyncapi.yaml@MoveThing a schema MoveThing is already in asyncapi.yaml'],
    [
      'payload:\n          type: object',
      "payload:\n          $ref: '#/components/schemas/Speed'",
      'asyncapi.yaml@payload a payload is written in place, not referred to',
    ],
    [
      'payload:\n          type: object',
      'payload:\n          type: string',
      'asyncapi.yaml@required required is not supported here',
    ],
    [
      '      MoveThing:\n',
      '      ThrowThing: { name: thing.throw, payload: { type: string } }\n      MoveThing:\n',
      'asyncapi.yaml@payload a payload is an object',
    ],
    [
      '      MoveThing:\n',
      '      ThrowThing: { name: thing.throw }\n      MoveThing:\n',
      'asyncapi.yaml@ThrowThing payload is missing',
    ],
    ['      MoveThing:\n', `${TWIN}      MoveThing:\n`, 'asyncapi.yaml@name thing.move is already ThrowThing'],
    [
      'examples: [{ name: one, payload: { type: thing.move, name: box } }]',
      'examples: []',
      'asyncapi.yaml@examples expected an example',
    ],
    [
      '        examples: [{ name: one, payload: { type: thing.move, name: box } }]\n',
      '',
      'asyncapi.yaml@MoveThing examples is missing',
    ],
    ['thing.throw: bad_frame', 'thing.throw: nonsense', 'asyncapi.yaml@thing.throw nonsense is not in ErrorCode'],
  ])('%s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });
});
