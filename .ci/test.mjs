// Every test on SQLite; then those that use the database again on MySQL or MariaDB: the server of TEST_DATABASE_URL, or
// the one at 127.0.0.1:3306 that lets root in without a password. Arguments go to jest.
import { spawnSync } from 'node:child_process';
import { createConnection } from 'mysql2/promise';

const onEitherDatabase = ['test/e2e', 'test/realtime', 'test/contract', 'test/security'];

const { TEST_DATABASE_URL: given, ...env } = process.env;
const url = given ?? 'mysql://root@127.0.0.1:3306';
const args = process.argv.slice(2);

function jest(extra, more = {}) {
  const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...args, ...extra], {
    stdio: 'inherit',
    env: { ...env, ...more },
  });
  return status ?? 1;
}

async function isReachable() {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 2000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

console.log('Tests on SQLite');
const onSqlite = jest([]);
if (await isReachable()) {
  console.log('\nTests on MySQL or MariaDB');
  // One pattern, so that a pattern among the arguments still narrows the run.
  const paths = ['--testPathIgnorePatterns', '/node_modules/', '/dist/', `^(?!.*/(${onEitherDatabase.join('|')})/)`];
  process.exitCode = jest([...paths, '--passWithNoTests'], { TEST_DATABASE_URL: url }) || onSqlite;
} else {
  console.log(
    '\nNo MySQL or MariaDB was reached (TEST_DATABASE_URL, or root at 127.0.0.1:3306): only SQLite was tested.',
  );
  process.exitCode = given === undefined ? onSqlite : 1;
}
