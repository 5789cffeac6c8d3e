import { parseSources } from '../load.js';
import { Place } from '../place.js';
import { readModel } from '../read/model.js';
import { changesBetween } from '../testing/changes.js';
import { LIMITED, rated } from '../testing/rates.js';
import { edited, type Edits } from '../testing/sample.js';

/*
 * A key of ours that the dialect takes and the comparison ignores could change unseen. So each key stands here: with a
 * change of it that is told, or among those that no client notices.
 */

/** Lists parts with more fields in the answer, and with a text of `x-sdk-pages` changed. */
const pages = (from: string, to: string): Edits => [
  ['required: [handles, has_more, next]', 'required: [handles, others, has_more, full, next]'],
  [
    '        has_more: { type: boolean }',
    `        others: { type: array, items: { $ref: '#/components/schemas/Handle' } }
        has_more: { type: boolean }
        full: { type: boolean }`,
  ],
  [from, to],
];
const AFTER = '        - { name: after, in: query, schema: { type: string } }';
const WITH_EXAMPLE = AFTER.replace('schema', 'example: x, schema');
/** Lists parts with one more keyword, and with `after` as it is given. */
const choice = (keyword: string, after: string): Edits => [
  ['      x-sdk-method: listParts', `      ${keyword}\n      x-sdk-method: listParts`],
  [AFTER, after],
];

/** Each key with a change of it, from the sample or from what is written first; one within an `x-…` follows that. */
const TOLD: Readonly<Record<string, readonly [to: Edits] | readonly [from: Edits, to: Edits]>> = {
  'x-sdk-method': [[['x-sdk-method: get\n', 'x-sdk-method: fetch\n']]],
  'x-sdk-sets-token': [[['      x-sdk-sets-token: true\n', '']]],
  'x-sdk-ends-session': [[['      x-sdk-ends-session: true\n', '']]],
  'x-sdk-retryable': [[['      x-sdk-retryable: true\n', '']]],
  'x-sdk-pages': [[['items: handles, more: has_more, older: { before: token }', 'items: handles, more: has_more']]],
  'x-sdk-pages items': [pages('x', 'x'), pages('items: handles', 'items: others')],
  'x-sdk-pages more': [pages('x', 'x'), pages('more: has_more', 'more: full')],
  'x-sdk-pages next': [[['older: { before: token }, newer: { after: token }', 'next: { before: next }']]],
  'x-sdk-pages older': [[['older: { before: token }', 'older: { before: since }']]],
  'x-sdk-pages newer': [[[', newer: { after: token }', '']]],
  'x-rate': [LIMITED, rated(6, 3)],
  'x-rate perMinute': [rated(6, 3), rated(5, 3)],
  'x-rate burst': [rated(6, 3), rated(6, 2)],
  'x-exactly-one-of': [choice('', WITH_EXAMPLE), choice('x-exactly-one-of: [before, after]', WITH_EXAMPLE)],
  'x-at-most-one-of': [choice('x-at-most-one-of: [before, after]', AFTER)],
  'x-at-least-one-of': [choice('', WITH_EXAMPLE), choice('x-at-least-one-of: [before, after]', WITH_EXAMPLE)],
  'x-max-bytes': [[['x-max-bytes: 9', 'x-max-bytes: 8']]],
  'x-error-codes': [[['x-error-codes: [bad_frame, thing_not_found]', 'x-error-codes: [bad_frame]']]],
  'x-status': [
    [
      ['{ const: no_parts, x-status: 409', '{ const: no_parts, x-status: 410'],
      ["'409':", "'410':"],
    ],
  ],
  'x-frame': [[['{ const: no_parts, x-status: 409', '{ const: no_parts, x-status: 409, x-frame: true']]],
  'x-passes': [[[', x-passes: true', '']]],
  'x-limits': [[['  maxThings: { value: 3, unit: things, description: How many there may be. }\n', '  {}\n']]],
  'x-limits value': [[['value: 3,', 'value: 2,']]],
  'x-limits unit': [[['unit: things', 'unit: boxes']]],
  'x-rules': [[['RT1: Everyone hears of it.', 'RT1: Nobody hears of it.']]],
  'x-close-codes': [[["  '1001': {", "  '4001': { name: ended, reconnect: false, description: Ended. }\n  '1001': {"]]],
  'x-close-codes name': [[['name: going_away', 'name: stopping']]],
  'x-close-codes reconnect': [[['reconnect: true', 'reconnect: false']]],
  'x-retired-types': [[['    x-retired-types: { thing.throw: bad_frame }\n', '']]],
  'x-signal': [[['        x-signal: true\n', '']]],
};

/** What no client notices, and why. */
const UNTOLD: Readonly<Record<string, string>> = {
  'x-anchors': 'each place that names an anchor says the same',
  'x-standard-for': 'what it asks for stands in the operations',
  'x-limits description': 'prose',
  'x-close-codes description': 'prose',
};

test.each(Object.entries(TOLD))('a change of %s is told', (_, edits) => {
  const [from, to] = edits.length === 2 ? edits : [[], edits[0]];
  expect(changesBetween(from, to)).not.toEqual([]);
});

/** Our own keys that the reader would take in a contract, given or not. */
function keysOf(edits: Edits): string[] {
  const asked = jest.spyOn(Place.prototype, 'only');
  const { openapi, asyncapi } = edited(edits);
  readModel(parseSources(openapi, asyncapi));
  const places = asked.mock.contexts as Place[];
  const found = (asked.mock.calls as string[][]).flatMap((keys, index) => {
    const within = places[index]?.path.find((step) => String(step).startsWith('x-'));
    return keys.map((key) => (within === undefined ? key : `${within} ${key}`));
  });
  asked.mockRestore();
  return found.filter((key) => key.startsWith('x-'));
}

test('every key of ours is among them', () => {
  const taken = Object.values(TOLD).flatMap((edits) => keysOf(edits.at(-1) ?? []));
  const listed = [...Object.keys(TOLD), ...Object.keys(UNTOLD)];
  expect([...new Set(taken)].sort()).toEqual(listed.sort());
});
