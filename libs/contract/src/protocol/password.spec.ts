import { newPassword, passwordForms, preparePassword } from './password.js';

it.each([
  ['correct horse 7', 'correct horse 7'],
  ['pa\u0308sswo\u0308rt 7', 'pässwört 7'],
  ['correct\u00a0horse\u30007', 'correct horse 7'],
  ['  blanks stay 7 ', '  blanks stay 7 '],
  ['CASE ﬁ ７ stays', 'CASE ﬁ ７ stays'],
])('%j is hashed as %j', (password, prepared) => {
  expect(preparePassword(password)).toBe(prepared);
  expect(preparePassword(prepared)).toBe(prepared);
});

it('has one form, and a second one only where that differs', () => {
  expect(passwordForms('pässwört 7')).toEqual(['pässwört 7']);
  expect(passwordForms('pa\u0308sswo\u0308rt 7')).toEqual(['pässwört 7', 'pa\u0308sswo\u0308rt 7']);
});

it('counts the characters of a new password in the form that is hashed', () => {
  expect(newPassword('e\u0301'.repeat(7) + '7')).toBe('ééééééé7');
  expect(() => newPassword('e\u0301'.repeat(6) + '7')).toThrow('longer than or equal to 8 characters');
});
