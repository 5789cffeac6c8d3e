import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freshSqlite, type TestDatabase } from '../../support/database.js';
import { builtMain, type ServerProcess, spawnServer } from '../../support/built-server.js';
import { type Person, register } from '../../support/people.js';
import { ADMIN_TOKEN } from '../../support/server.js';
import { pinServer } from './machine.js';

/** A server under test, in a process of its own on the server's core. */
export interface Target {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Where its WebSocket is. */
  readonly path: string;
  /** The protocol inside the WebSocket's frames. */
  readonly dialect: 'websocket' | 'socket.io';
  /** A token that it lets in, for the connection of that number. */
  token(index: number): string;
  stop(): Promise<void>;
}

/** Dialtone, with people who have registered. */
export interface Dialtone extends Target {
  readonly url: string;
  readonly people: readonly Person[];
  readonly server: ServerProcess;
}

/** Connections that one device may have. */
const PER_DEVICE = 10;

export interface DialtoneOptions {
  readonly name?: string;
  /** Without one: the embedded database, in an empty folder. */
  readonly database?: TestDatabase;
  readonly env?: Record<string, string>;
  /** How many connections the people have to suffice for. */
  readonly connections?: number;
}

/** Starts the built server without rate limits, and registers people with a hash that costs next to nothing. */
export async function startDialtone({
  name = 'Dialtone',
  database,
  env,
  connections = 1,
}: DialtoneOptions): Promise<Dialtone> {
  const home = await mkdtemp(join(tmpdir(), 'dialtone-bench-'));
  const store = database ?? (await freshSqlite());
  const server = spawnServer(await builtMain(), home, {
    ...store.env,
    DIALTONE_LISTEN_ADDR: '127.0.0.1:0',
    DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN,
    DIALTONE_RATE_LIMIT: 'off',
    DIALTONE_ARGON2: 'm=1024,t=1,p=1',
    ...env,
  });
  const stop = async () => {
    server.child.kill('SIGKILL');
    await server.exited;
    if (!database) await store.drop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const url = /listening on (\S+)/.exec(await server.printed(/ {2}data {2}.*\n/))?.[1] ?? '';
    const pid = server.child.pid ?? 0;
    pinServer(pid);
    const people = await registerMany(url, Math.ceil(connections / PER_DEVICE));
    return {
      name,
      pid,
      port: Number(new URL(url).port),
      path: '/ws',
      dialect: 'websocket',
      token: (index) => people[index % people.length].session.token,
      stop,
      url,
      people,
      server,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first one is admin. */
async function registerMany(url: string, count: number): Promise<Person[]> {
  const people = [await register({ url }, 'alice')];
  while (people.length < count) {
    const names = Array.from(
      { length: Math.min(8, count - people.length) },
      (_, i) => `user${String(people.length + i)}`,
    );
    people.push(...(await Promise.all(names.map((name) => register({ url }, name)))));
  }
  return people;
}

/** The servers that Dialtone is compared with. */
export type PeerName = 'ws' | 'ws-frame-once' | 'socket.io' | 'ideal';

/** Starts one of them. */
export async function startPeer(name: PeerName): Promise<Target> {
  const server = spawnServer(resolve(import.meta.dirname, `../peers/${name.replace('.', '-')}.mjs`), process.cwd(), {});
  const port = Number(/port (\d+)\n/.exec(await server.printed(/port \d+\n/))?.[1]);
  const pid = server.child.pid ?? 0;
  pinServer(pid);
  return {
    name,
    pid,
    port,
    path: name === 'socket.io' ? '/socket.io/?EIO=4&transport=websocket' : '/ws',
    dialect: name === 'socket.io' ? 'socket.io' : 'websocket',
    token: () => 'peer-token',
    stop: async () => {
      server.child.kill('SIGKILL');
      await server.exited;
    },
  };
}
