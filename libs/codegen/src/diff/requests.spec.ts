import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('changes of what clients send', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'no body',
      [
        [
          `      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/RenameThing' }
            examples: { box: { value: { name: case } } }
`,
          '',
        ],
      ],
      ['breaking body-removed (clients that send): PATCH /things/{id}: no body any more'],
      ['breaking body-added (clients that send): PATCH /things/{id}: needs a body'],
    ],
    [
      'a required field',
      [['required: [name, parts]', 'required: [name, parts, colour]']],
      ['breaking request-field-required (clients that send): CreateThing.colour: optional → required'],
      ['addition request-field-optional (clients that send): CreateThing.colour: required → optional'],
    ],
    [
      'a new field',
      [
        [
          "note: { type: [string, 'null'], x-max-bytes: 9 }",
          `note: { type: [string, 'null'], x-max-bytes: 9 }
        size: { type: integer }`,
        ],
      ],
      ['addition request-field-added (clients that send): CreateThing.size: added'],
      ['breaking request-field-removed (clients that send): CreateThing.size: removed'],
    ],
    [
      'a new required field',
      [
        [
          "note: { type: [string, 'null'], x-max-bytes: 9 }",
          `note: { type: [string, 'null'], x-max-bytes: 9 }
        size: { type: integer }`,
        ],
        ['required: [name, parts]', 'required: [name, parts, size]'],
      ],
      ['breaking request-field-required (clients that send): CreateThing.size: added, required'],
      ['breaking request-field-removed (clients that send): CreateThing.size: removed'],
    ],
    [
      'a field inside a field',
      [
        [
          `        open: { type: boolean }
`,
          '',
        ],
      ],
      ['breaking request-field-removed (clients that send): Part.open: removed'],
      ['addition request-field-added (clients that send): Part.open: added'],
    ],
    [
      'null',
      [["note: { type: [string, 'null'], x-max-bytes: 9 }", 'note: { type: string, x-max-bytes: 9 }']],
      ['breaking request-null-refused (clients that send): CreateThing.note: no null'],
      ['addition request-null-accepted (clients that send): CreateThing.note: null too'],
    ],
    [
      'a type',
      [["note: { type: [string, 'null'], x-max-bytes: 9 }", "note: { type: [integer, 'null'] }"]],
      ['breaking request-type-changed (clients that send): CreateThing.note: string → integer'],
      ['breaking request-type-changed (clients that send): CreateThing.note: integer → string'],
    ],
    [
      'a wider number',
      [['size: { type: number, minimum: 0.5, maximum: 9 }', 'size: { type: integer, minimum: 1, maximum: 9 }']],
      [
        'breaking request-type-changed (clients that send): Part.size: number → integer',
        'breaking request-limit-lowered (clients that send): Part.size: minimum 0.5 → 1',
      ],
      [
        'addition request-type-widened (clients that send): Part.size: integer → number',
        'addition request-limit-raised (server): Part.size: minimum 1 → 0.5',
      ],
    ],
    [
      'a list for a scalar',
      [["note: { type: [string, 'null'], x-max-bytes: 9 }", 'note: { type: array, items: { type: string } }']],
      ['breaking request-type-changed (clients that send): CreateThing.note: string → array'],
      ['breaking request-type-changed (clients that send): CreateThing.note: array → string'],
    ],
    [
      'bytes',
      [['x-max-bytes: 9', 'x-max-bytes: 8']],
      ['breaking request-limit-lowered (clients that send): CreateThing.note: x-max-bytes 9 → 8'],
      ['addition request-limit-raised (server): CreateThing.note: x-max-bytes 8 → 9'],
    ],
    [
      'characters for bytes',
      [['x-max-bytes: 9', 'maxLength: 9']],
      ['addition request-limit-raised (server): CreateThing.note: x-max-bytes 9 → none'],
      ['breaking request-limit-lowered (clients that send): CreateThing.note: x-max-bytes none → 9'],
    ],
    [
      'items',
      [['maxItems: 2', 'maxItems: 1']],
      ['breaking request-limit-lowered (clients that send): CreateThing.labels: maxItems 2 → 1'],
      ['addition request-limit-raised (server): CreateThing.labels: maxItems 1 → 2'],
    ],
    [
      'fewest items',
      [['minItems: 1', 'minItems: 2']],
      ['breaking request-limit-lowered (clients that send): CreateThing.parts: minItems 1 → 2'],
      ['addition request-limit-raised (server): CreateThing.parts: minItems 2 → 1'],
    ],
    [
      'items that repeat',
      [['uniqueItems: true, ', '']],
      ['addition request-limit-raised (server): CreateThing.labels: uniqueItems true → false'],
      ['breaking request-limit-lowered (clients that send): CreateThing.labels: uniqueItems false → true'],
    ],
    [
      'the length of items',
      [['items: { type: string, minLength: 2 }', 'items: { type: string, minLength: 3 }']],
      ['breaking request-limit-lowered (clients that send): CreateThing.labels[]: minLength 2 → 3'],
      ['addition request-limit-raised (server): CreateThing.labels[]: minLength 3 → 2'],
    ],
    [
      'a maximum',
      [[', maximum: 9', ', maximum: 8']],
      ['breaking request-limit-lowered (clients that send): Part.size: maximum 9 → 8'],
      ['addition request-limit-raised (server): Part.size: maximum 8 → 9'],
    ],
    [
      'a maximum that goes',
      [[', maximum: 9', '']],
      ['addition request-limit-raised (server): Part.size: maximum 9 → none'],
      ['breaking request-limit-lowered (clients that send): Part.size: maximum none → 9'],
    ],
    [
      'values for a text',
      [['items: { type: string, minLength: 2 }', 'items: { type: string, enum: [ab, abc, b] }']],
      ['breaking request-enum-narrowed (clients that send): CreateThing.labels[]: only ab, abc, b'],
      [
        'breaking request-enum-narrowed (clients that send): CreateThing.labels[]: no b',
        'addition request-enum-widened (clients that send): CreateThing.labels[]: other values too',
      ],
    ],
    [
      'a constant',
      [['open: { type: boolean }', 'open: { type: boolean, const: true }']],
      ['breaking request-enum-narrowed (clients that send): Part.open: no false'],
      ['addition request-enum-widened (clients that send): Part.open: also false'],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });
});
