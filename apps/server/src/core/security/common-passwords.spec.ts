import { validate } from '@app/contract';
import { COMMON_PASSWORDS } from './common-passwords.js';

it('has what guessers try first', () => {
  for (const password of ['password1', 'qwerty123', '1q2w3e4r', 'abc12345', 'passw0rd', 'welcome1', 'admin123']) {
    expect(COMMON_PASSWORDS).toContain(password);
  }
  expect(COMMON_PASSWORDS.size).toBeGreaterThan(300);
});

it('holds only what the contract would let through otherwise, in lower case', () => {
  const change = (new_password: string) => ({ current_password: 'x', new_password });

  const useless = [...COMMON_PASSWORDS].filter(
    (password) => password !== password.toLowerCase() || validate('ChangePasswordRequest', change(password)) !== null,
  );

  expect(useless).toEqual([]);
});
