import { makeCertificate } from '../../../../../test/support/certificate.js';
import { parseRedisUrl } from './redis-url.js';

const SECRET = 'hunter2hunter2';

it('takes a host alone, by default its port, database 0, the prefix dialtone and no TLS', () => {
  expect(parseRedisUrl('redis://cache.example.org')).toEqual({
    host: 'cache.example.org',
    port: 6379,
    user: undefined,
    password: undefined,
    database: 0,
    prefix: 'dialtone',
    tls: null,
  });
});

it('takes all there is, and decodes what a URL cannot hold as it is', () => {
  expect(parseRedisUrl('redis://us%40er:p%2Fa%3As%25s@[::1]:6380/3?prefix=team-a:chat')).toMatchObject({
    host: '::1',
    port: 6380,
    user: 'us@er',
    password: 'p/a:s%s',
    database: 3,
    prefix: 'team-a:chat',
  });
});

it('takes a password without a user', () => {
  expect(parseRedisUrl(`redis://:${SECRET}@h/`)).toMatchObject({ user: undefined, password: SECRET, database: 0 });
});

it('takes TLS by the scheme', async () => {
  const certificate = await makeCertificate();
  const { certFile: ca, pem } = certificate;
  try {
    expect(parseRedisUrl('rediss://h').tls).toEqual({ ca: undefined });
    expect(parseRedisUrl(`rediss://h?tls-ca=${ca}`).tls).toEqual({ ca: pem });
  } finally {
    await certificate.remove();
  }
});

it.each([
  'http://u:SECRET@h',
  'redis:u:SECRET',
  'redis://u:SECRET@',
  'redis://u:SECRET@h:99999',
  'redis://u:SECRET%@h',
  'redis://u:SECRET@h/one',
  'redis://u:SECRET@h/0/1',
  'redis://u:SECRET@h?prefix=',
  'redis://u:SECRET@h?prefix=a&prefix=SECRET',
  'redis://u:SECRET@h?prefix=SECRET%20',
  'redis://u:SECRET@h?tls-ca=/no/such/file',
  'rediss://u:SECRET@h?tls-ca=/no/such/SECRET.pem',
  'redis://u:SECRET@h?family=SECRET',
  'redis://u:SECRET@h/0#SECRET',
  'redis://u:SECRET@h/0 # SECRET',
])('refuses %s, says what it expects, and quotes nothing', (url) => {
  const parse = () => parseRedisUrl(url.replaceAll('SECRET', SECRET));

  expect(parse).toThrow(/^expected redis:\/\//);
  expect(parse).not.toThrow(SECRET);
});
