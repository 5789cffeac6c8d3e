import type { ClientOptions } from 'ws';
import { type Listener, listen, listenRaw, type RawListener } from './listener.js';
import { at, type Person, register } from './people.js';
import { startServer, type TestServer } from './server.js';

/** What is special about the server of some tests. */
export interface StageOptions {
  /** Its settings. They are read when it starts: a `beforeAll` that comes before `useServer` can still add some. */
  readonly env?: Readonly<Record<string, string>>;
  /** Does each test get a server of its own? Otherwise all of them share one. */
  readonly perTest?: boolean;
}

/** A server, and what the tests open there: what a test opens is closed after it, all the rest at the end. */
export interface Stage {
  readonly server: TestServer;
  /** Connects somebody through the SDK. */
  readonly listen: (person: Person) => Promise<Listener>;
  /** Connects somebody through a bare socket. */
  readonly listenRaw: (person: Person, options?: ClientOptions) => Promise<RawListener>;
  /** Starts one more server on the same data, which the embedded database does not allow. */
  readonly another: (env?: Record<string, string>) => Promise<TestServer>;
  /** Stops the server and starts it again, with these settings changed; everybody keeps their session. */
  readonly restart: (env?: Record<string, string>) => Promise<void>;
}

/**
 * Starts a server before the tests of a file or a `describe`, registers people there, and stops it after them. The
 * first one is admin. What it returns may be taken apart at once, but is empty until the tests begin.
 */
export function useServer<Name extends string = never>(...names: Name[]): Stage & Record<Name, Person>;
export function useServer<Name extends string = never>(
  options: StageOptions,
  ...names: Name[]
): Stage & Record<Name, Person>;
export function useServer<Name extends string>(...args: (StageOptions | Name)[]): Stage & Record<Name, Person> {
  const { env, perTest = false } = args.find((arg) => typeof arg === 'object') ?? {};
  const server = {} as TestServer;
  const people = args.filter((arg) => typeof arg === 'string').map((name) => [name, {} as Person] as const);
  const opened: { close(): Promise<void> }[] = [];
  let openedBefore = 0;

  const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
    opened.push(thing);
    return thing;
  };
  /** With its getters: a server that is a process of its own has no parts to reach for. */
  const become = (started: TestServer) => Object.defineProperties(server, Object.getOwnPropertyDescriptors(started));
  const start = async () => {
    become(await startServer({ env }));
    for (const [name, person] of people) Object.assign(person, await register(server, name));
  };
  const closeFrom = (first: number) => Promise.all(opened.splice(first).map((thing) => thing.close()));
  const stop = async () => {
    await closeFrom(0);
    await server.close();
  };

  if (perTest) {
    beforeEach(start);
    afterEach(stop);
  } else {
    beforeAll(start);
    beforeEach(() => void (openedBefore = opened.length));
    afterEach(() => closeFrom(openedBefore));
    afterAll(stop);
  }
  return {
    ...(Object.fromEntries(people) as Record<Name, Person>),
    server,
    listen: async (person) => keep(await listen(person)),
    listenRaw: async (person, options) => keep(await listenRaw(person, options)),
    another: async (changes) => keep(await startServer({ database: server.database, env: { ...env, ...changes } })),
    restart: async (changes) => {
      become(await server.restart(changes));
      for (const [, person] of people) Object.assign(person, at(person, server));
    },
  };
}
