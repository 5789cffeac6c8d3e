import { parseArgon2, parseOrigins, parseProxies, parseSeconds, parseSecret, parseSwitch } from './values.js';

it.each(['a'.repeat(40), 'fifteen letters', 'change-me-change-me', 'CHANGE_ME_CHANGE_ME', 'placeholder-123456', ''])(
  'refuses %j as a secret, without quoting it',
  (value) => {
    expect(() => parseSecret(value)).toThrow(/^expected at least 16 random characters/);
    if (value !== '') expect(() => parseSecret(value)).not.toThrow(value);
  },
);

it('takes sixteen characters as a secret', () => {
  expect(parseSecret('Gq3vXw8JpL0zTt5B')).toBe('Gq3vXw8JpL0zTt5B');
});

it('takes origins as browsers send them', () => {
  expect(parseOrigins('https://a.example.org,http://LOCALHOST:3000 , https://[::1]:8443,')).toEqual([
    'https://a.example.org',
    'http://localhost:3000',
    'https://[::1]:8443',
  ]);
});

it('takes origins of app shells', () => {
  const origins = [
    'capacitor://localhost',
    'tauri://localhost',
    'ionic://localhost',
    'app://obsidian.md',
    'http://localhost',
    'https://tauri.localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'capacitor://app.example.org:8080',
  ];

  expect(parseOrigins(origins.join(','))).toEqual(origins);
});

it.each([
  '*',
  'null',
  'https://*.example.org',
  'capacitor://*',
  'capacitor://',
  'capacitor:localhost',
  'capacitor://localhost/',
  'capacitor://u@localhost',
  'capacitor://localhost:99999',
  'file://',
  'file://localhost',
  'wss://a.example.org',
  'a.example.org',
  'https://a.example.org/',
  'https://a.example.org:443',
  'ftp://a',
  'https://u@a',
  'https://a.example.org https://b.example.org',
  'https://a b',
])('refuses %j as an origin', (value) => {
  expect(() => parseOrigins(`https://ok.example.org,${value}`)).toThrow(/^expected origins/);
});

it('names the origin that is none, but no password', () => {
  expect(() => parseOrigins('https://ok.example.org,https://a.org/')).toThrow(/slash .*; https:\/\/a\.org\/ is none$/);
  expect(() => parseOrigins('https://u:secret@a.org')).not.toThrow('secret');
});

it('takes addresses and networks as proxies', () => {
  expect(parseProxies('127.0.0.1, 10.0.0.0/8,::1,fd00::/8,0.0.0.0/0')).toEqual([
    '127.0.0.1',
    '10.0.0.0/8',
    '::1',
    'fd00::/8',
    '0.0.0.0/0',
  ]);
});

it.each(['localhost', '10.0.0.0/33', '::1/129', '10.0.0/8', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', 'true', '1'])(
  'refuses %j as a proxy',
  (value) => {
    expect(() => parseProxies(value)).toThrow(/^expected addresses or networks/);
  },
);

it('takes the costs of a password hash', () => {
  expect(parseArgon2('m=65536,t=3,p=4')).toEqual({ memoryCost: 65_536, timeCost: 3, parallelism: 4 });
});

it.each([
  '',
  'm=19456',
  'm=1023,t=1,p=1',
  'm=1048577,t=1,p=1',
  'm=19456,t=0,p=1',
  'm=19456,t=2,p=0',
  't=2,m=19456,p=1',
])('refuses %j as such costs', (value) => {
  expect(() => parseArgon2(value)).toThrow(/^expected m=/);
});

it('takes seconds and switches, and nothing like them', () => {
  expect([parseSeconds('0'), parseSeconds('99999')]).toEqual([0, 99_999]);
  for (const value of ['-1', '1.5', '1e3', '100000', ' 1']) expect(() => parseSeconds(value)).toThrow(/^expected/);
  expect([parseSwitch('on'), parseSwitch('off')]).toEqual([true, false]);
  for (const value of ['true', '0', 'ON', 'no']) expect(() => parseSwitch(value)).toThrow('expected on or off');
});

it('refuses a network that is every IPv4 address by its IPv6 notation', () => {
  expect(() => parseProxies('::ffff:10.0.0.0/8')).toThrow('expected an IPv4 network without ::ffff:');
  expect(parseProxies('::ffff:10.0.0.0/104')).toEqual(['::ffff:10.0.0.0/104']);
  expect(parseProxies('::ffff:10.0.0.1')).toEqual(['::ffff:10.0.0.1']);
});
