import { isSamePort, parseListenAddress } from './listen-address.js';

it.each([
  [':8080', { host: null, port: 8080 }],
  [' :0 ', { host: null, port: 0 }],
  ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
  ['localhost:65535', { host: 'localhost', port: 65535 }],
  ['chat.example.org:443', { host: 'chat.example.org', port: 443 }],
  ['[::1]:8080', { host: '::1', port: 8080 }],
  ['[::]:80', { host: '::', port: 80 }],
])('reads %j', (value, expected) => {
  expect(parseListenAddress(value)).toEqual(expected);
});

it.each([
  '',
  '8080',
  'localhost',
  ':',
  ':http',
  ':65536',
  ':123456',
  '::1:8080',
  '[localhost]:80',
  '[]:80',
  'a b:80',
  'http://x:80',
])('refuses %j and says what is expected', (value) => {
  expect(() => parseListenAddress(value)).toThrow(
    'expected [host]:port, for example :8080, 127.0.0.1:8080 or [::1]:8080',
  );
});

it.each([
  [':8080', ':8080', true],
  [':8080', '127.0.0.1:8080', true],
  ['127.0.0.1:8080', ':8080', true],
  ['127.0.0.1:8080', '127.0.0.1:8080', true],
  ['127.0.0.1:8080', '[::1]:8080', false],
  [':8080', ':9464', false],
  [':0', ':0', false],
])('%s and %s: the same port? %s', (one, other, isSame) => {
  expect(isSamePort(parseListenAddress(one), parseListenAddress(other))).toBe(isSame);
});
