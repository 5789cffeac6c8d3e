import { type SchemaName, validate } from '@app/contract';
import type { Socket } from 'node:net';
import { until } from '../support/pace.js';
import { fillUp } from './support/under-way.js';
import { callsFor, hardOutcomes, plannedOperations, plannedOutcomes, successPlan } from './support/calls.js';
import {
  errorDocs,
  inlineProblems,
  inputProblems,
  type MediaNode,
  openapi,
  outcomes,
  outputProblems,
  resolve,
  schemaOf,
} from './support/contract.js';
import { FAULT_MARK, acceptWrites, refuseWrites, withoutDatabase, withoutTables } from './support/faults.js';
import { type Answer, answerProblems, codeOf, errorProblems, operationDoc, send } from './support/http.js';
import { plans } from './support/plans.js';
import { testAnswers } from './support/suites.js';
import { credentials, World } from './support/world.js';

const hard = (code: string) => hardOutcomes.filter((outcome) => outcome.code === code);

describe('every answer that openapi.yaml documents is given', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  testAnswers(plannedOutcomes, async (outcome) => world.sendAll(await callsFor(outcome, world)));

  test('listDeviceKeys with all=1 gives the keys of everyone, each with its user', async () => {
    const operation = operationDoc('listDeviceKeys');
    const answer = await world.send(world.call(operation, { as: world.member, query: { all: '1' } }));
    expect(answerProblems(operation, answer)).toEqual([]);
    const { keys } = JSON.parse(answer.text) as { keys: { user_id: string }[] };
    const users = new Set(keys.map(({ user_id }) => user_id));
    expect(users).toContain(world.admin.user_id);
    expect(users).toContain(world.member.user_id);
  });
});

describe('every failure of the server is answered as openapi.yaml documents it', () => {
  const inUse = ['users', 'sessions'];
  let world: World;
  let others: string[];
  beforeAll(async () => {
    world = await World.create();
    others = (await world.tables()).filter((table) => !inUse.includes(table));
  });
  afterAll(() => world.close());

  /** Makes the fault that hits the operation, and no sooner than in its own work where that can be. */
  async function fail(operationId: string): Promise<Answer> {
    const operation = operationDoc(operationId);
    const call = world.call(operation, await successPlan(operation, world));
    const faults = [
      () => withTriggers(() => world.send(call)),
      () => withoutTables(world, others, () => world.send(call)),
      () => withoutTables(world, ['users'], () => world.send(call)),
    ];
    for (const fault of faults) {
      const answer = await fault();
      expect(answerProblems(operation, answer)).toEqual([]);
      if (answer.status === 500) return answer;
    }
    throw new Error(`no fault made ${operationId} fail`);
  }

  async function withTriggers<T>(work: () => Promise<T>): Promise<T> {
    await refuseWrites(world);
    try {
      return await work();
    } finally {
      await acceptWrites(world);
    }
  }

  testAnswers(hard('server_error'), async ({ operationId }) => {
    const answer = await fail(operationId);
    expect(answer.text).toBe(JSON.stringify({ error: errorDocs.server_error.message }));
    expect(JSON.stringify(answer)).not.toContain(FAULT_MARK);
    const entry = world.server.log.find((line) => line.includes(String(answer.headers['x-request-id'])));
    expect(JSON.parse(entry ?? '{}')).toMatchObject({ level: 50, err: { type: 'QueryFailedError' } });
    return [answer];
  });
});

describe('an operation that is guessed at too often is answered as openapi.yaml documents it', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  const guessed = hard('rate_limited').filter(({ operationId }) => operationId in plans().guesses);

  testAnswers(guessed, async ({ operationId }) => {
    const operation = operationDoc(operationId);
    const good = world.call(operation, await successPlan(operation, world));
    for (let i = 0; i < 10; i++) {
      const guess = await plans().guesses[operationId](world);
      const answer = await world.send(world.call(operation, guess));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).not.toBe(429);
    }

    const answer = await world.send(good);

    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    return [answer];
  });
});

describe('an operation for whose session too much is under way is answered as openapi.yaml documents it', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  const others = hard('rate_limited').filter(({ operationId }) => !(operationId in plans().guesses));

  testAnswers(others, async ({ operationId }) => {
    const operation = operationDoc(operationId);
    // With new sessions: of the old ones, requests of the test before may still be on their way out.
    [world.admin, world.member] = [await world.login(world.admin), await world.login(world.member)];
    const plan = await successPlan(operation, world);
    if (plan.as === undefined) throw new Error(`${operationId} has no session`);
    const as = plan.as === 'operator' ? world.admin : plan.as;
    const call = world.call(operation, { ...plan, as });
    const full = await fillUp(world, as);

    const answer = await world.send(call);

    expect(answer.headers['retry-after']).toBe('2');
    for (const socket of full) socket.destroy();
    await until('there is room again', async () => (await world.send(call)).status < 300); // and nothing was changed
    return [answer];
  });
});

describe('every operation is answered as openapi.yaml documents it while the database is away', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  const unavailable = hard('server_unavailable');

  testAnswers(unavailable, async ({ operationId }) => {
    const operation = operationDoc(operationId);
    const call = world.call(operation, await successPlan(operation, world));

    const answer = await withoutDatabase(world, () => world.send(call));

    expect(answer.headers['retry-after']).toBe('2');
    expect((await world.send(call)).status).toBeLessThan(300); // and nothing was changed
    return [answer];
  });

  test('and those that need no database go on', async () => {
    const documented = new Set(unavailable.map(({ operationId }) => operationId));
    for (const operation of plannedOperations.filter(({ id }) => !documented.has(id))) {
      const call = world.call(operation, await successPlan(operation, world));
      // A report of what is wrong is an answer too, and may be a little old.
      const own = [...operation.responses].filter(([, { codes }]) => codes.length === 0).map(([status]) => status);
      const isAnswered = async () => (await world.send(call)).status === Math.max(...own);
      await withoutDatabase(world, () => until(`${operation.id} is answered`, isAnswered));
    }
  });
});

describe('every error code that belongs to no operation is given', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  const inOperations = new Set(outcomes.map(({ code }) => code));
  const elsewhere = Object.keys(errorDocs).filter((code) => errorDocs[code].status && !inOperations.has(code));
  const scenarios: Record<string, () => Promise<Answer>> = {
    not_found: () => world.send({ method: 'GET', path: '/nowhere' }),
    method_not_allowed: () => world.send({ method: 'PUT', path: '/channels' }),
    origin_not_allowed: () => {
      const handshake = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
        Origin: 'https://evil.example.org',
      };
      return world.send({ method: 'GET', path: '/ws', headers: { ...credentials(world.member), ...handshake } });
    },
    upgrade_required: () => world.send({ method: 'GET', path: '/ws', headers: credentials(world.member) }),
    request_header_fields_too_large: () =>
      world.send({ method: 'GET', path: '/health', headers: { 'X-Large': 'x'.repeat(20_000) } }),
    // The real wait is half a minute: the HTTP server is told at once what its clock would tell it.
    request_timeout: () => {
      const http = world.server.app.getHttpServer();
      http.once('connection', (socket: Socket) => {
        http.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
      });
      return send(world.server.url, { method: 'GET', path: '/health' });
    },
  };

  test.each(elsewhere)('%s', async (code) => {
    const scenario = scenarios[code];
    if (!scenario) throw new Error(`no request is known that gets ${code}`);
    const answer = await scenario();
    expect(errorProblems(answer)).toEqual([]);
    expect(codeOf(answer)).toBe(code);
  });
});

describe('every example of openapi.yaml keeps its schema', () => {
  const examplesOf = (content: Readonly<Record<string, MediaNode>> = {}) =>
    Object.values(content).flatMap((media) => {
      const examples = Object.values(media.examples ?? {});
      if (examples.length === 0) throw new Error(`${schemaOf(media)} has no example here`);
      return examples.map((example) => ({ value: resolve(example).value, schema: schemaOf(media) }));
    });
  const operations = Object.values(openapi.paths)
    .flatMap((item) => Object.values(item))
    .map((operation) => [operation.operationId, operation] as const);

  test.each(operations)('%s: request', (_, operation) => {
    for (const { value, schema } of examplesOf(operation.requestBody?.content)) {
      expect(inputProblems(schema, value)).toEqual([]);
      expect(validate(schema.split('/').at(-1) as SchemaName, value)).toBeNull();
    }
    for (const parameter of operation.parameters ?? []) {
      const { name, required = false, schema, example } = resolve(parameter);
      if (example === undefined) expect([name, required]).toEqual([name, false]);
      else expect(inlineProblems(schema, example)).toEqual([]);
    }
  });

  test.each(operations)('%s: responses', (_, operation) => {
    for (const response of Object.values(operation.responses)) {
      for (const { value, schema } of examplesOf(resolve(response).content)) {
        expect(outputProblems(schema, value)).toEqual([]);
      }
    }
  });
});
