import { statement } from './statement.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('puts the length of each field before it', () => {
  expect(hex(statement('ab', 'ü', Uint8Array.of(7)))).toBe('000000026162' + '00000002c3bc' + '0000000107');
});

it.each([
  ['a field that is cut elsewhere', ['x', 'ab', 'c'], ['x', 'a', 'bc']],
  ['a field more that is empty', ['x', 'a'], ['x', 'a', '']],
  ['another label', ['x', 'a'], ['y', 'a']],
  ['a label that runs into the field', ['x', 'ya'], ['xy', 'a']],
] as const)('gives other bytes for %s', (_, [label, ...fields], [otherLabel, ...otherFields]) => {
  expect(hex(statement(label, ...fields))).not.toBe(hex(statement(otherLabel, ...otherFields)));
});
