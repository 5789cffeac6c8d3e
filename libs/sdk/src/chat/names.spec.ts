import { namesToShow, neutralName } from './names.js';

const [ALICE, BOB, MALLORY] = ['0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2', '0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f3', 'm'];

/** The names to show of people with these names. */
function shown(names: Record<string, string>): string[] {
  return [...namesToShow(new Map(Object.entries(names))).values()];
}

it('people without a name are told apart, whenever they came', () => {
  expect([ALICE, BOB].map(neutralName)).toEqual(['user 4c1be1f2', 'user 4c1be1f3']);
});

it('names that nobody else has stay as they are', () => {
  expect(shown({ [ALICE]: 'alice', [BOB]: 'Bob (work) 🎩' })).toEqual(['alice', 'Bob (work) 🎩']);
});

it.each(['alice', 'Alice', ' alice\u200B', 'ａｌｉｃｅ', 'a l i c e', 'al\u202Eice'])(
  'two who go by the same name are told apart: %j',
  (name) => {
    expect(shown({ [ALICE]: 'alice', [BOB]: name })).toEqual(['alice (4c1be1f2)', `${name} (4c1be1f3)`]);
  },
);

it.each(['user 4c1be1f2', 'User4C1BE1F2', 'alice (4c1be1f2)'])('nobody can pose as another with %j', (name) => {
  expect(shown({ [ALICE]: 'alice', [MALLORY]: name })).toEqual(['alice', `${name} (m)`]);
});

it('a name that nobody could see is none', () => {
  expect(shown({ [ALICE]: ' ', [BOB]: '\u200B' })).toEqual([]);
});
