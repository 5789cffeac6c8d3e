import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('changes of tables', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'a close code',
      [
        [
          "  '1001': {",
          `  '4001': { name: ended, reconnect: false, description: Ended. }
  '1001': {`,
        ],
      ],
      ['addition close-code-added (clients that read): close code 4001 (ended): added'],
      ['breaking close-code-removed (clients that read): close code 4001 (ended): removed'],
    ],
    [
      'whether to reconnect',
      [['reconnect: true', 'reconnect: false']],
      [
        'breaking close-code-reconnect-changed (clients that read): close code 1001 (going_away): reconnect true → false',
      ],
      [
        'breaking close-code-reconnect-changed (clients that read): close code 1001 (going_away): reconnect false → true',
      ],
    ],
    [
      'the name of a close code',
      [['name: going_away', 'name: stopping']],
      ['breaking close-code-renamed (clients that read): close code 1001 (stopping): going_away → stopping'],
      ['breaking close-code-renamed (clients that read): close code 1001 (going_away): stopping → going_away'],
    ],
    [
      'a limit',
      [['value: 3,', 'value: 2,']],
      ['breaking limit-lowered (clients that send): maxThings: 3 → 2 things'],
      ['addition limit-raised (server): maxThings: 2 → 3 things'],
    ],
    [
      'a unit',
      [['unit: things', 'unit: boxes']],
      ['breaking limit-unit-changed (clients that send): maxThings: 3 things → 3 boxes'],
      ['breaking limit-unit-changed (clients that send): maxThings: 3 boxes → 3 things'],
    ],
    [
      'a new limit',
      [
        [
          `x-limits:
`,
          `x-limits:
  maxParts: { value: 9, unit: parts, description: How many. }
`,
        ],
      ],
      ['breaking limit-added (clients that send): maxParts: 9 parts'],
      ['breaking limit-removed (clients that send): maxParts: 9 parts, removed'],
    ],
    [
      'a new duration',
      [
        [
          `x-limits:
`,
          `x-limits:
  ttlSeconds: { value: 9, unit: seconds, description: How long. }
`,
        ],
      ],
      ['addition duration-added (clients that send): ttlSeconds: 9 seconds'],
      ['breaking limit-removed (clients that send): ttlSeconds: 9 seconds, removed'],
    ],
    [
      'a rule',
      [
        [
          `  RT1: Everyone hears of it.
`,
          `  RT1: Everyone hears of it.
  RT2: At once.
`,
        ],
      ],
      ['addition rule-added (clients that read): RT2: At once.'],
      ['breaking rule-removed (clients that read): RT2: At once.'],
    ],
    [
      'the wording of a rule',
      [['Everyone hears of it.', 'Everyone but the sender hears of it.']],
      ['compatible rule-reworded (clients that read): RT1: Everyone but the sender hears of it.'],
      ['compatible rule-reworded (clients that read): RT1: Everyone hears of it.'],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });

  test.each([
    ['2', 'duration-changed (clients that send): maxThings: 3 → 2 seconds'],
    ['4', 'duration-changed (clients that send): maxThings: 3 → 4 seconds'],
  ])('a duration of %s seconds instead of 3', (value, change) => {
    const inSeconds: Edits = [['unit: things', 'unit: seconds']];
    expect(changesBetween(inSeconds, [...inSeconds, ['value: 3,', `value: ${value},`]])).toEqual([
      `breaking ${change}`,
    ]);
  });
});
