// Logs in with wrong passwords, alternately as a known and as an unknown user: the times must be within five percent of each
// other, so that the time of an answer does not reveal who has an account. Then the same where somebody was taken over from
// dialtone-go, for them and for the others. A real difference shows in every round and noise does not, so the best of five
// rounds counts. LOGIN_TIMING_TRIES is the number of logins of each kind in a round (200; a quarter where bcrypt is at work).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/bcrypt';
import LibsqlDatabase from 'libsql';
import { builtMain, type ServerProcess, spawnServer } from '../support/built-server.js';

const tries = Number(process.env.LOGIN_TIMING_TRIES ?? 200);
const WARM_UP = 10;
const LIMIT = 0.05;
const ROUNDS = 5;
const ADMIN_TOKEN = 'login-timing-admin-token';
const PUBLIC_KEY = Buffer.alloc(32, 7).toString('base64');

const dataDir = await mkdtemp(join(tmpdir(), 'dialtone-timing-'));
const main = await builtMain();
let server: ServerProcess | undefined;
try {
  let url = await start();
  await register(url, 'alice');
  const bob = await register(url, 'bob');
  await compare(url, 'alice', tries);
  await stop();
  await hashAsBefore(bob);
  url = await start();
  for (const name of ['bob', 'alice']) await compare(url, name, Math.ceil(tries / 4));
} finally {
  await stop();
  await rm(dataDir, { recursive: true });
}

/** Starts the server; resolves with its address. */
async function start(): Promise<string> {
  server = spawnServer(main, dataDir, {
    DIALTONE_DATA_DIR: dataDir,
    DIALTONE_LISTEN_ADDR: '127.0.0.1:0',
    DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN,
    DIALTONE_RATE_LIMIT: 'off',
  });
  const printed = await server.printed(/listening on http\S+/);
  return /listening on (http\S+)/.exec(printed)![1];
}

async function stop(): Promise<void> {
  server?.child.kill('SIGTERM');
  await server?.exited;
}

/** Gives a user a password hash of bcrypt, as dialtone-go made them. */
async function hashAsBefore(userId: string): Promise<void> {
  const file = new LibsqlDatabase(join(dataDir, 'dialtone.db'));
  const passwordHash = await hash('correct horse 7', 10);
  file.prepare('UPDATE users SET password_hash = ? WHERE id = ?').run(passwordHash, userId);
  file.close();
}

/** Fails the run when the times of this user's logins can be told from those of nobody's. */
async function compare(url: string, name: string, count: number): Promise<void> {
  for (let i = 0; i < WARM_UP; i++) await timeOfLogin(url, i % 2 === 0 ? name : 'nobody');
  let best = Infinity;
  for (let round = 0; round < ROUNDS && best > LIMIT; round++) best = Math.min(best, await distance(url, name, count));
  if (best <= LIMIT) return;
  console.error(`${name}: in none of ${ROUNDS} rounds were they within ${LIMIT * 100} %`);
  process.exitCode = 1;
}

/** The difference between the times of a known and an unknown user, as a fraction of the latter. */
async function distance(url: string, name: string, count: number): Promise<number> {
  const apart: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < count; i++) {
    // One right after the other, so that a machine that slows down slows both down.
    const isKnownFirst = i % 2 === 0;
    const early = await timeOfLogin(url, isKnownFirst ? name : `nobody${i}`);
    const late = await timeOfLogin(url, isKnownFirst ? `nobody${i}` : name);
    apart.push(isKnownFirst ? early - late : late - early);
    unknown.push(isKnownFirst ? late : early);
  }
  const [difference, usual] = [median(apart), median(unknown)];
  const part = Math.abs(difference) / usual;
  const percent = (part * 100).toFixed(2);
  console.log(`figures: login, ${count} tries each: unknown ${usual.toFixed(2)} ms, ${name} ${percent} % apart`);
  return part;
}

async function post(url: string, path: string, body: object | undefined, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { ...headers, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Returns the id. */
async function register(baseUrl: string, username: string): Promise<string> {
  const invite = await post(baseUrl, '/server/invites', undefined, { 'X-Admin-Token': ADMIN_TOKEN });
  const { token: invite_token } = JSON.parse(invite.text) as { token: string };
  const input = { username, password: 'correct horse 7', public_key: PUBLIC_KEY, invite_token };
  const { status, text } = await post(baseUrl, '/auth/register', input);
  if (status !== 201) throw new Error(`the registration answered ${status}`);
  return (JSON.parse(text) as { user_id: string }).user_id;
}

/** Milliseconds that a login with a wrong password takes. */
async function timeOfLogin(baseUrl: string, username: string): Promise<number> {
  const start = performance.now();
  const input = { username, password: 'a wrong password 1', public_key: PUBLIC_KEY };
  const { status } = await post(baseUrl, '/auth/login', input);
  if (status !== 401) throw new Error(`the login answered ${status}`);
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.floor(half - 0.5)] + sorted[Math.floor(half)]) / 2;
}
