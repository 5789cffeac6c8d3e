import { changesBetween } from '../testing/changes.js';
import { LIMITED, rated } from '../testing/rates.js';
import type { Edits } from '../testing/sample.js';

describe('changes of operations', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'a path',
      [
        [
          `  /parts:
`,
          `  /pieces:
`,
        ],
      ],
      [
        'breaking operation-removed (clients that send): GET /parts: removed',
        'addition operation-added (clients that send): GET /pieces: added',
      ],
      [
        'breaking operation-removed (clients that send): GET /pieces: removed',
        'addition operation-added (clients that send): GET /parts: added',
      ],
    ],
    [
      'a method',
      [
        [
          `  /things/{id}:
    get:
`,
          `  /things/{id}:
    put:
`,
        ],
      ],
      [
        'breaking operation-removed (clients that send): GET /things/{id}: removed',
        'addition operation-added (clients that send): PUT /things/{id}: added',
      ],
      [
        'breaking operation-removed (clients that send): PUT /things/{id}: removed',
        'addition operation-added (clients that send): GET /things/{id}: added',
      ],
    ],
    [
      'an operationId',
      [['operationId: getThing', 'operationId: fetchThing']],
      ['breaking operation-id-changed (clients that send): GET /things/{id}: getThing → fetchThing'],
      ['breaking operation-id-changed (clients that send): GET /things/{id}: fetchThing → getThing'],
    ],
    [
      'an SDK method',
      [
        [
          `x-sdk-method: get
`,
          `x-sdk-method: fetch
`,
        ],
      ],
      ['breaking sdk-method-renamed (clients that send): GET /things/{id}: things.get → things.fetch'],
      ['breaking sdk-method-renamed (clients that send): GET /things/{id}: things.fetch → things.get'],
    ],
    [
      'a tag',
      [
        [
          `tags: [things]
      summary: Get`,
          `tags: [more]
      summary: Get`,
        ],
        [
          'name: things, description: Things. }',
          `name: things, description: Things. }
  - { name: more, description: More. }`,
        ],
      ],
      ['breaking sdk-method-renamed (clients that send): GET /things/{id}: things.get → more.get'],
      ['breaking sdk-method-renamed (clients that send): GET /things/{id}: more.get → things.get'],
    ],
    [
      'x-sdk-sets-token',
      [
        [
          `      x-sdk-sets-token: true
`,
          '',
        ],
      ],
      ['breaking sdk-sets-token-changed (clients that send): PATCH /things/{id}: true → false'],
      ['breaking sdk-sets-token-changed (clients that send): PATCH /things/{id}: false → true'],
    ],
    [
      'x-sdk-ends-session',
      [
        [
          `      x-sdk-ends-session: true
`,
          '',
        ],
      ],
      ['breaking sdk-ends-session-changed (clients that send): DELETE /things/{id}: true → false'],
      ['breaking sdk-ends-session-changed (clients that send): DELETE /things/{id}: false → true'],
    ],
    [
      'x-sdk-retryable',
      [
        [
          `      x-sdk-retryable: true
`,
          '',
        ],
      ],
      ['breaking sdk-retryable-removed (clients that send): PATCH /things/{id}: true → false'],
      ['addition sdk-retryable-added (clients that send): PATCH /things/{id}: false → true'],
    ],
    [
      'x-sdk-pages',
      [
        [
          `      x-sdk-pages: { items: handles, more: has_more, older: { before: token }, newer: { after: token } }
`,
          '',
        ],
      ],
      ['breaking sdk-pages-changed (clients that read): GET /parts: not walked by pages any more'],
      ['addition sdk-pages-added (clients that read): GET /parts: walked by pages'],
    ],
    [
      'one of two page directions',
      [[', newer: { after: token }', '']],
      [
        'breaking sdk-pages-changed (clients that read): GET /parts: older before=token, newer after=token → older before=token',
      ],
      [
        'addition sdk-pages-added (clients that read): GET /parts: older before=token → older before=token, newer after=token',
      ],
    ],
    [
      'another step first',
      [['older: { before: token }, newer: { after: token }', 'next: { before: next }']],
      [
        'breaking sdk-pages-changed (clients that read): GET /parts: older before=token, newer after=token → next before=next',
      ],
      [
        'breaking sdk-pages-changed (clients that read): GET /parts: next before=next → older before=token, newer after=token',
      ],
    ],
    [
      'the pages of another field',
      [['before: token', 'before: since']],
      [
        'breaking sdk-pages-changed (clients that read): GET /parts: older before=token, newer after=token → older before=since, newer after=token',
      ],
      [
        'breaking sdk-pages-changed (clients that read): GET /parts: older before=since, newer after=token → older before=token, newer after=token',
      ],
    ],
    [
      'a role',
      [
        [
          `      summary: Get a thing
      security:
        - bearerAuth: []`,
          `      summary: Get a thing
      security:
        - bearerAuth: [owner]`,
        ],
      ],
      ['breaking security-tightened (clients that send): GET /things/{id}: bearerAuth[] → bearerAuth[owner]'],
      ['addition security-loosened (server): GET /things/{id}: bearerAuth[owner] → bearerAuth[]'],
    ],
    [
      'public',
      [
        [
          `      summary: Get a thing
      security:
        - bearerAuth: []`,
          `      summary: Get a thing
      security: []`,
        ],
      ],
      ['addition security-loosened (server): GET /things/{id}: bearerAuth[] → public'],
      ['breaking security-tightened (clients that send): GET /things/{id}: public → bearerAuth[]'],
    ],
    [
      'one of two ways to be authorized',
      [
        [
          `        - adminToken: []
`,
          '',
        ],
      ],
      [
        'breaking security-tightened (clients that send): POST /things: adminToken or bearerAuth[owner] → bearerAuth[owner]',
      ],
      ['addition security-loosened (server): POST /things: bearerAuth[owner] → adminToken or bearerAuth[owner]'],
    ],
    [
      'another role',
      [['bearerAuth: [owner]', 'bearerAuth: [admin]']],
      [
        'breaking security-tightened (clients that send): POST /things: adminToken or bearerAuth[owner] → adminToken or bearerAuth[admin]',
        'addition security-loosened (server): POST /things: adminToken or bearerAuth[owner] → adminToken or bearerAuth[admin]',
      ],
      [
        'breaking security-tightened (clients that send): POST /things: adminToken or bearerAuth[admin] → adminToken or bearerAuth[owner]',
        'addition security-loosened (server): POST /things: adminToken or bearerAuth[admin] → adminToken or bearerAuth[owner]',
      ],
    ],
    [
      'the header of a token',
      [['name: X-Admin-Token', 'name: X-Operator-Token']],
      [
        'breaking security-scheme-changed (clients that send): adminToken: in header, name X-Admin-Token, type apiKey → in header, name X-Operator-Token, type apiKey',
      ],
      [
        'breaking security-scheme-changed (clients that send): adminToken: in header, name X-Operator-Token, type apiKey → in header, name X-Admin-Token, type apiKey',
      ],
    ],
    [
      'the URL of the server',
      [['url: /', 'url: /v1']],
      ['breaking server-url-removed (clients that send): the server: / removed'],
      ['breaking server-url-removed (clients that send): the server: /v1 removed'],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });

  test.each<[string, from: Edits, to: Edits, there: string[], back: string[]]>([
    [
      'no other one before',
      LIMITED,
      rated(6, 3),
      ['breaking rate-added (clients that send): GET /parts: 6 per minute, burst 3'],
      ['addition rate-removed (server): GET /parts: 6 per minute, burst 3, removed'],
    ],
    [
      'fewer per minute',
      rated(6, 3),
      rated(5, 3),
      ['breaking rate-lowered (clients that send): GET /parts: perMinute 6 → 5'],
      ['addition rate-raised (server): GET /parts: perMinute 5 → 6'],
    ],
    [
      'fewer at once',
      rated(6, 3),
      rated(6, 2),
      ['breaking rate-lowered (clients that send): GET /parts: burst 3 → 2'],
      ['addition rate-raised (server): GET /parts: burst 2 → 3'],
    ],
    [
      'fewer per minute, more at once',
      rated(6, 3),
      rated(5, 4),
      [
        'breaking rate-lowered (clients that send): GET /parts: perMinute 6 → 5',
        'addition rate-raised (server): GET /parts: burst 3 → 4',
      ],
      [
        'addition rate-raised (server): GET /parts: perMinute 5 → 6',
        'breaking rate-lowered (clients that send): GET /parts: burst 4 → 3',
      ],
    ],
  ])('a rate with %s', (_, from, to, there, back) => {
    expect(changesBetween(from, to)).toEqual(there);
    expect(changesBetween(to, from)).toEqual(back);
  });
});
