import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('changes of what clients send and read', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'a limit of what is sent and read',
      [['maxLength: 8, pattern', 'maxLength: 7, pattern']],
      ['breaking request-limit-lowered (clients that send): Name: maxLength 8 → 7'],
      [
        'addition response-limit-raised (clients that read): Name: maxLength 7 → 8',
        'addition request-limit-raised (server): Name: maxLength 7 → 8',
      ],
    ],
    [
      'a shortest length of what is sent and read',
      [['minLength: 1, maxLength: 8', 'minLength: 2, maxLength: 8']],
      ['breaking request-limit-lowered (clients that send): Name: minLength 1 → 2'],
      [
        'breaking response-promise-dropped (clients that read): Name: minLength 2 → 1',
        'addition request-limit-raised (server): Name: minLength 2 → 1',
      ],
    ],
    [
      'a pattern of what is sent and read',
      [["'^[a-z/]+$'", "'^[a-z]+$'"]],
      [
        'addition response-pattern-changed (clients that read): Name: pattern ^[a-z/]+$ → ^[a-z]+$',
        'breaking request-pattern-changed (clients that send): Name: pattern ^[a-z/]+$ → ^[a-z]+$',
      ],
      [
        'addition response-pattern-changed (clients that read): Name: pattern ^[a-z]+$ → ^[a-z/]+$',
        'breaking request-pattern-changed (clients that send): Name: pattern ^[a-z]+$ → ^[a-z/]+$',
      ],
    ],
    [
      'no pattern',
      [["pattern: '^[a-z/]+$', ", '']],
      [
        'addition response-pattern-changed (clients that read): Name: pattern ^[a-z/]+$ → none',
        'addition request-limit-raised (server): Name: pattern ^[a-z/]+$ → none',
      ],
      ['breaking request-pattern-changed (clients that send): Name: pattern none → ^[a-z/]+$'],
    ],
    [
      'a value of what is sent and read',
      [['enum: [red, green]', 'enum: [red, green, blue]']],
      [
        'addition response-enum-widened (clients that read): Colour: also blue',
        'addition request-enum-widened (clients that send): Colour: also blue',
      ],
      [
        'compatible response-enum-narrowed (clients that read): Colour: no blue',
        'breaking request-enum-narrowed (clients that send): Colour: no blue',
      ],
    ],
    [
      'another value',
      [['enum: [red, green]', 'enum: [red, blue]']],
      [
        'breaking response-value-replaced (clients that read): Colour: green → blue',
        'breaking request-enum-narrowed (clients that send): Colour: no green',
        'addition request-enum-widened (clients that send): Colour: also blue',
      ],
      [
        'breaking response-value-replaced (clients that read): Colour: blue → green',
        'breaking request-enum-narrowed (clients that send): Colour: no blue',
        'addition request-enum-widened (clients that send): Colour: also green',
      ],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });
});
