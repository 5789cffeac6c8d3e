import { harmlessLines, harmlessText } from './log-lines.js';

it.each([
  ['connect ECONNREFUSED 10.1.2.3:3306', 'connect ECONNREFUSED <address>'],
  ['connect ECONNREFUSED ::1:3306', 'connect ECONNREFUSED <address>'],
  ['getaddrinfo ENOTFOUND db.example.org', 'getaddrinfo ENOTFOUND <name>'],
  ["Access denied for user 'dial'@'10.0.0.1'", 'Access denied for user <name>@<name>'],
  ['mysql://db:3306/tone, MariaDB 10.11.19', '<url> MariaDB 10.11.19'],
  ['redis-1:6379 is a replica', '<address> is a replica'],
  ['/srv/alice/data/dialtone.db is a folder', '<path> is a folder'],
  ['a certificate for DNS:chat.example.org, DNS:*.example.org', 'a certificate for DNS:<name>, DNS:<name>'],
  ['no user 0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2', 'no user <id>'],
  ['token 9x6V0pBvYkq9rN0m1yq0t1f0m4cQ8wz7m3sVn2b1c0A', 'token <long>'],
  ['innodb_flush_log_at_trx_commit is 2', 'innodb_flush_log_at_trx_commit is 2'],
  ['1.5 ms for a query', '1.5 ms for a query'],
])('makes %j harmless', (text, harmless) => {
  expect(harmlessText(text)).toBe(harmless);
});

it('keeps what a line says, and leaves out fields that it does not know, and lines that are not JSON', () => {
  const line = {
    level: 40,
    time: '2026-03-01T09:30:00.000Z',
    msg: 'the database is away',
    reason: 'connect ECONNREFUSED 10.1.2.3:3306',
    store: 'mysql://db:3306/tone',
    user: 'alice',
    err: { type: 'QueryError', code: 'ER_X', message: 'alice', stack: 'alice' },
  };

  const lines = harmlessLines(['a line of text', JSON.stringify(line), '"alice"', ''].join('\n'), 10);

  const { level, time, msg } = line;
  const reason = 'connect ECONNREFUSED <address>';
  expect(lines).toEqual([{ level, time, msg, reason, err: { type: 'QueryError', code: 'ER_X' } }]);
});

it('looks at the last lines only', () => {
  const log = [1, 2, 3].map((ms) => JSON.stringify({ ms })).join('\n');

  expect(harmlessLines(`${log}\n`, 2)).toEqual([{ ms: 2 }, { ms: 3 }]);
});
