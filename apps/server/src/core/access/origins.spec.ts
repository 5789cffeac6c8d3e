import { isOriginAllowed } from './origins.js';

const ALLOWED = ['https://chat.example.org', 'capacitor://localhost'];

it.each([
  ['no browser', undefined, 'dial.example.org'],
  ['no browser and no host', undefined, undefined],
  ['its own page', 'https://dial.example.org', 'dial.example.org'],
  ['its own page behind a proxy that speaks TLS', 'https://dial.example.org', 'Dial.Example.org'],
  ['its own page behind a proxy that writes the port', 'https://dial.example.org', 'dial.example.org:443'],
  ['its own page on a port', 'http://localhost:8080', 'localhost:8080'],
  ['its own page by IPv6', 'http://[::1]:8080', '[::1]:8080'],
  ['an allowed page', 'https://chat.example.org', 'dial.example.org'],
  ['an allowed app shell', 'capacitor://localhost', 'dial.example.org'],
  ['an allowed page, in capitals', 'HTTPS://Chat.Example.org', 'dial.example.org'],
])('lets %s in', (_who, origin, host) => {
  expect(isOriginAllowed(origin, host, ALLOWED)).toBe(true);
});

it.each([
  ['a foreign page', 'https://evil.example.org', 'dial.example.org'],
  ['an app shell that has its name', 'evil://dial.example.org', 'dial.example.org'],
  ['an allowed page by another scheme', 'http://chat.example.org', 'dial.example.org'],
  ['an allowed page on another port', 'https://chat.example.org:444', 'dial.example.org'],
  ['a page below the allowed one', 'https://a.chat.example.org', 'dial.example.org'],
  ['a page that begins like the allowed one', 'https://chat.example.org.evil.org', 'dial.example.org'],
  ['its own name by another scheme behind such a proxy', 'http://dial.example.org', 'dial.example.org:443'],
  ['its own name on another port', 'http://dial.example.org:81', 'dial.example.org'],
  ['a page that has its name as a user', 'https://dial.example.org@evil.org', 'dial.example.org'],
  ['a page from nowhere', 'null', 'dial.example.org'],
  ['an empty origin', '', ''],
  ['any page when there is no host', 'https://evil.example.org', undefined],
])('lets %s stay out', (_who, origin, host) => {
  expect(isOriginAllowed(origin, host, ALLOWED)).toBe(false);
});
