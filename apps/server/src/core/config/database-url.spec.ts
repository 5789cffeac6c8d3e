import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeCertificate } from '../../../../../test/support/certificate.js';
import { describeDatabase, parseDatabaseUrl } from './database-url.js';

const SECRET = 'hunter2hunter2';

it('takes the path of a file', () => {
  expect(parseDatabaseUrl('sqlite:some/where.db')).toEqual({ kind: 'sqlite', path: resolve('some/where.db') });
});

it.each([
  'sqlite: SECRET.db',
  'sqlite:SECRET .db',
  'sqlite:SECRET.db # the database',
  'sqlite:SECRET.db?mode=ro',
  'sqlite:SECRET.db#1',
  'sqlite:SECRET.db\nDIALTONE_LISTEN_ADDR=:80',
])('refuses %j, which looks like more than a path, and would make a new file', (url) => {
  const parse = () => parseDatabaseUrl(url.replaceAll('SECRET', SECRET));

  expect(parse).toThrow(/^expected sqlite:<path of a file, without blanks, \? and #> or mysql:\/\//);
  expect(parse).not.toThrow(SECRET);
});

it('takes such a path if the file is there', () => {
  const home = mkdtempSync(join(tmpdir(), 'dialtone files '));
  const path = join(home, 'our chat #1?.db');
  writeFileSync(path, '');

  expect(parseDatabaseUrl(`sqlite:${path}`)).toEqual({ kind: 'sqlite', path });
  rmSync(home, { recursive: true });
});

it('refuses a folder, by its path', () => {
  const home = mkdtempSync(join(tmpdir(), 'dialtone-folder-'));

  expect(() => parseDatabaseUrl(`sqlite:${home}`)).toThrow(`${home} is a folder, not the file of a database`);
  rmSync(home, { recursive: true });
});

it.each(['mysql', 'mariadb'])('takes a %s server, by default its port, ten connections and no TLS', (scheme) => {
  expect(parseDatabaseUrl(`${scheme}://dial:${SECRET}@db.example.org/tone`)).toEqual({
    kind: 'mysql',
    host: 'db.example.org',
    port: 3306,
    user: 'dial',
    password: SECRET,
    database: 'tone',
    poolSize: 10,
    tls: null,
  });
});

it('decodes what a URL cannot hold as it is', () => {
  const url = 'mysql://us%40er:p%2Fa%3As%25s@[::1]:3307/my%20db?pool=100';

  expect(parseDatabaseUrl(url)).toMatchObject({
    host: '::1',
    port: 3307,
    user: 'us@er',
    password: 'p/a:s%s',
    database: 'my db',
    poolSize: 100,
  });
});

it('takes TLS by options', async () => {
  const certificate = await makeCertificate();
  const { certFile: ca, pem } = certificate;
  const tls = (query: string) => {
    const config = parseDatabaseUrl(`mysql://u:${SECRET}@h/d?${query}`);
    return config.kind === 'mysql' ? config.tls : undefined;
  };
  try {
    expect(tls('tls=off')).toBeNull();
    expect(tls('tls=on')).toEqual({ ca: undefined, rejectUnauthorized: true });
    expect(tls('tls=insecure')).toEqual({ ca: undefined, rejectUnauthorized: false });
    expect(tls(`tls-ca=${ca}`)).toEqual({ ca: pem, rejectUnauthorized: true });
  } finally {
    await certificate.remove();
  }
});

it.each([
  'postgres://u:SECRET@h/d',
  'mysql://u:SECRET@h',
  'mysql://u:SECRET@h/',
  'mysql:u:SECRET',
  'mysql://u:SECRET@h:99999/d',
  'mysql://u:SECRET%@h/d',
  'mysql://u:SECRET@h/d?pool=0',
  'mysql://u:SECRET@h/d?pool=101',
  'mysql://u:SECRET@h/d?pool=1.5',
  'mysql://u:SECRET@h/d?tls=yes',
  'mysql://u:SECRET@h/d?tls=on&tls=off',
  'mysql://u:SECRET@h/d?tls=off&tls-ca=/SECRET.pem',
  'mysql://u:SECRET@h/d?tls-ca=/no/such/SECRET.pem',
  'mysql://u:SECRET@h/d?ssl=SECRET',
  'mysql://u:SECRET@h/d?tls=on#SECRET',
  'mysql://u:SECRET@h/d # SECRET',
])('refuses %s, says what it expects, and quotes nothing', (url) => {
  const parse = () => parseDatabaseUrl(url.replaceAll('SECRET', SECRET));

  expect(parse).toThrow(/^expected sqlite:.* or mysql:\/\//);
  expect(parse).not.toThrow(SECRET);
});

it('describes itself without credentials', () => {
  expect(describeDatabase(parseDatabaseUrl(`mysql://dial:${SECRET}@h/d`))).toBe('mysql://h:3306/d');
});
