import { isReadOnly, isRetryable, isUnavailable, passes } from './database-errors.js';

/** An error as the driver makes it of the server's answer; the driver's own names of the codes are not needed. */
function answer(errno: number, sqlState = 'HY000', fatal?: true): Error {
  return Object.assign(new Error('no'), { errno, sqlState, ...(fatal ? { fatal } : {}) });
}

it.each([
  [1040, '', 'too many connections, answered before the handshake'],
  [1047, '08S01', 'a cluster node that is not ready'],
  [1053, '08S01', 'shutdown in progress'],
  [1129, 'HY000', 'this host made too many errors'],
  [1203, '42000', 'too many connections of this account'],
  [1205, 'HY000', 'waited too long for a lock'],
  [1213, '40001', 'deadlock'],
  [1226, '42000', 'the account has used up a resource'],
  [1290, 'HY000', 'read-only by an option'],
  [1317, '70100', 'interrupted'],
  [1792, '25006', 'read-only transaction'],
  [1836, 'HY000', 'read-only mode'],
  [1874, 'HY000', 'InnoDB is read-only'],
  [1927, '70100', 'MariaDB: connection was killed'],
  [1969, '70100', 'MariaDB: statement took too long'],
  [3024, 'HY000', 'MySQL: statement took too long'],
  [3101, '40000', 'MySQL: rolled back by the group'],
  [3118, 'HY000', 'MySQL: account is locked'],
  [4151, 'HY000', 'MariaDB: account is locked'],
  [1045, '28000', 'wrong password'],
  [1698, '28000', 'access denied'],
  [1862, 'HY000', 'password expired'],
  [1021, 'HY000', 'disk full'],
  [1114, 'HY000', 'table full'],
  [1041, 'HY000', 'out of memory'],
  [1038, 'HY001', 'out of sort memory'],
])('%i %s passes: %s', (errno, sqlState) => {
  expect([isUnavailable(answer(errno, sqlState)), passes(answer(errno, sqlState))]).toEqual([true, true]);
});

it.each([
  [1048, '23000', 'a column cannot be null'],
  [1054, '42S22', 'unknown column'],
  [1062, '23000', 'duplicate entry'],
  [1064, '42000', 'syntax error'],
  [1142, '42000', 'command denied'],
  [1146, '42S02', 'no such table'],
  [1406, '22001', 'data too long'],
  [1452, '23000', 'no such row to refer to'],
])('%i %s stays: %s', (errno, sqlState) => {
  expect([isUnavailable(answer(errno, sqlState)), passes(answer(errno, sqlState))]).toEqual([false, false]);
});

it('a connection that cannot be opened means that the database is away, but waiting does not cure a wrong name', () => {
  const unknownDatabase = answer(1049, '42000', true);

  expect([isUnavailable(unknownDatabase), passes(unknownDatabase)]).toEqual([true, false]);
});

it('a number counts only in an answer of the server: elsewhere it means something else', () => {
  expect(isUnavailable(Object.assign(new Error('no'), { errno: 1290 }))).toBe(false);
});

it('what lost a conflict is tried again, what was refused as read-only is not', () => {
  const conflicts = [answer(1213, '40001'), answer(1205), answer(1020), answer(3101, '40000')];
  const readOnly = [answer(1290), answer(1792, '25006'), answer(1836)];

  expect([...conflicts, ...readOnly].map(isRetryable)).toEqual([true, true, true, true, false, false, false]);
  expect([...conflicts, ...readOnly].map(isReadOnly)).toEqual([false, false, false, false, true, true, true]);
});
