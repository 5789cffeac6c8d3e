import { hashUsername } from './username.js';

it('is stored as hex HMAC-SHA256 under the pepper', () => {
  // printf alice | openssl dgst -sha256 -hmac 'a pepper'
  expect(hashUsername('alice', 'a pepper')).toBe('01222f04b6a63ed9207e540530ea28229eb905ea27e091ab6edeb233d5eb820b');
  expect(hashUsername('alice', 'another pepper')).not.toBe(hashUsername('alice', 'a pepper'));
});
