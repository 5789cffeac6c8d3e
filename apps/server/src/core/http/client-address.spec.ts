import type { IncomingMessage } from 'node:http';
import { clientAddress, trustedProxies } from './client-address.js';

const isTrusted = trustedProxies(['127.0.0.1', '10.0.0.0/8', '2001:db8:aa::/48']);

/** The address of a client behind this connection, which sends this `X-Forwarded-For`. */
function addressOf(remoteAddress: string | undefined, header?: string, trusted = isTrusted): string {
  const headers = header === undefined ? {} : { 'x-forwarded-for': header };
  return clientAddress({ socket: { remoteAddress }, headers } as IncomingMessage, trusted);
}

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:49152', '192.0.2.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:0DB8:0:0::0001', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:0207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['[::ffff:192.0.2.7]:80', '192.0.2.7'],
])('a trusted proxy that reports %s speaks for %s', (hop, address) => {
  expect(addressOf('127.0.0.1', hop)).toBe(address);
  expect(addressOf('::ffff:127.0.0.1', ` ${hop} `)).toBe(address);
});

it.each([
  '',
  'unknown',
  '_hidden',
  '192.0.2.7.8',
  '192.0.2',
  '192.0.2.256',
  '0300.0.2.7',
  '3221226003',
  '192.0.2.7:',
  '192.0.2.7:80:80',
  '192.0.2.7/32',
  '[192.0.2.7',
  '2001:db8::1]:443',
  '2001:db8:::1',
  '"192.0.2.7"',
  'for=192.0.2.7',
  'x'.repeat(10_000),
])('nonsense that a trusted proxy reports counts as the proxy: %j', (hop) => {
  expect(addressOf('127.0.0.1', hop)).toBe('127.0.0.1');
  expect(addressOf('127.0.0.1', `192.0.2.7, ${hop}, 10.1.1.1:80`)).toBe('10.1.1.1');
});

it('is the last address that no trusted proxy has', () => {
  expect(addressOf('127.0.0.1', '203.0.113.9, 192.0.2.7, 10.1.1.1, 2001:db8:aa::5')).toBe('192.0.2.7');
  expect(addressOf('127.0.0.1', '203.0.113.9,192.0.2.7:1,[2001:db8:aa::5]:2,::ffff:10.1.1.1')).toBe('192.0.2.7');
});

it('is not what a client has put in front, or sends without a proxy', () => {
  expect(addressOf('198.51.100.1', '192.0.2.7')).toBe('198.51.100.1');
  expect(addressOf('127.0.0.1', '10.1.1.1, 198.51.100.1')).toBe('198.51.100.1');
});

it('is the first one when all are trusted proxies, and the connection when nothing is reported', () => {
  expect(addressOf('127.0.0.1', '10.1.1.1, 10.2.2.2')).toBe('10.1.1.1');
  expect(addressOf('127.0.0.1')).toBe('127.0.0.1');
  expect(addressOf('::ffff:198.51.100.1')).toBe('198.51.100.1');
  expect(addressOf(undefined, '192.0.2.7')).toBe('');
});

it.each([
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::ffff:10.0.0.0/104', '::ffff:10.9.9.9'],
  ['0.0.0.0/0', '198.51.100.1'],
  ['::/0', '2001:db8::1'],
])('trusts %s in whatever notation: %s', (network, proxy) => {
  expect(addressOf(proxy, '192.0.2.7', trustedProxies([network]))).toBe('192.0.2.7');
});

it('trusts nobody when nobody is named', () => {
  expect(addressOf('127.0.0.1', '192.0.2.7', trustedProxies([]))).toBe('127.0.0.1');
});
