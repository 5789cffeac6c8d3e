import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('changes of frames', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'a frame',
      [
        [
          `name: thing.move
`,
          `name: thing.shift
`,
        ],
        ['type: thing.move,', 'type: thing.shift,'],
        ['const: thing.move }', 'const: thing.shift }'],
      ],
      [
        'breaking frame-removed (clients that send): thing.move: removed',
        'addition frame-added (clients that send): thing.shift: added',
      ],
      [
        'breaking frame-removed (clients that send): thing.shift: removed',
        'addition frame-added (clients that send): thing.move: added',
      ],
    ],
    [
      'an event',
      [
        ['name: thing.moved', 'name: thing.gone'],
        ['type: thing.moved,', 'type: thing.gone,'],
        ['const: thing.moved }', 'const: thing.gone }'],
      ],
      [
        'breaking event-removed (clients that read): thing.moved: removed',
        'addition event-added (clients that read): thing.gone: added',
      ],
      [
        'breaking event-removed (clients that read): thing.gone: removed',
        'addition event-added (clients that read): thing.moved: added',
      ],
    ],
    [
      'an optional field of a frame',
      [
        [
          `            speed:`,
          `            by: { type: integer }
            speed:`,
        ],
      ],
      ['addition request-field-added (clients that send): MoveThing.by: added'],
      ['breaking frame-field-ignored (clients that send): MoveThing.by: removed'],
    ],
    [
      'a field of a frame that need not be there',
      [
        [
          `          required: [type, name]
          properties:
            type: { type: string, const: thing.move }`,
          `          required: [type]
          properties:
            type: { type: string, const: thing.move }`,
        ],
      ],
      ['addition request-field-optional (clients that send): MoveThing.name: required → optional'],
      ['breaking request-field-required (clients that send): MoveThing.name: optional → required'],
    ],
    [
      'a field of an event that need not be there',
      [
        [
          `          required: [type, name]
          properties:
            type: { type: string, const: thing.moved }`,
          `          required: [type]
          properties:
            type: { type: string, const: thing.moved }`,
        ],
      ],
      ['breaking response-field-optional (clients that read): ThingMoved.name: required → optional'],
      [],
    ],
    [
      'a code of a frame',
      [['x-error-codes: [bad_frame, thing_not_found]', 'x-error-codes: [bad_frame]']],
      ['breaking operation-error-removed (clients that read): thing.move: no thing_not_found any more'],
      ['addition operation-error-added (clients that read): thing.move: may answer thing_not_found'],
    ],
    [
      'whether a frame is a signal',
      [['        x-signal: true\n', '']],
      ['breaking frame-signal-changed (clients that send): thing.move: x-signal true → false'],
      ['breaking frame-signal-changed (clients that send): thing.move: x-signal false → true'],
    ],
    [
      'the path of the WebSocket',
      [
        ['toServer:\n    address: /ws', 'toServer:\n    address: /realtime'],
        ['fromServer:\n    address: /ws', 'fromServer:\n    address: /realtime'],
      ],
      ['breaking realtime-path-changed (clients that send): the WebSocket: /ws → /realtime'],
      ['breaking realtime-path-changed (clients that send): the WebSocket: /realtime → /ws'],
    ],
    [
      'a retired type',
      [
        [
          `    x-retired-types: { thing.throw: bad_frame }
`,
          '',
        ],
      ],
      ['breaking retired-type-removed (clients that send): thing.throw: not answered with bad_frame any more'],
      ['compatible retired-type-added (clients that send): thing.throw: answered with bad_frame'],
    ],
    [
      'the code of a retired type',
      [['thing.throw: bad_frame', 'thing.throw: thing_not_found']],
      ['breaking retired-type-changed (clients that send): thing.throw: bad_frame → thing_not_found'],
      ['breaking retired-type-changed (clients that send): thing.throw: thing_not_found → bad_frame'],
    ],
    [
      'a handshake that anyone may make',
      [[", security: [{ $ref: '#/components/securitySchemes/bearerAuth' }]", '']],
      ['addition security-loosened (server): the WebSocket: bearerAuth → public'],
      ['breaking security-tightened (clients that send): the WebSocket: public → bearerAuth'],
    ],
    [
      'another way to open the WebSocket',
      [
        [
          "security: [{ $ref: '#/components/securitySchemes/bearerAuth' }]",
          "security: [{ $ref: '#/components/securitySchemes/bearerAuth' }, { $ref: '#/components/securitySchemes/ticket' }]",
        ],
        [
          `  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
  schemas`,
          `  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
    ticket: { type: httpApiKey, in: query, name: ticket }
  schemas`,
        ],
      ],
      ['addition security-loosened (server): the WebSocket: bearerAuth → bearerAuth or ticket'],
      [
        'breaking security-tightened (clients that send): the WebSocket: bearerAuth or ticket → bearerAuth',
        'breaking security-scheme-changed (clients that send): ticket: removed',
      ],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });
});
