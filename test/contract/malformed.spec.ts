import { gzipSync } from 'node:zlib';
import { limits } from '@app/contract';
import { plannedOperations, successPlan } from './support/calls.js';
import { closeCodes, errorDocs, inputProblems, operationDocs } from './support/contract.js';
import { brokenFields, brokenQueries, brokenTexts, type Corruption, MARK, textsIn } from './support/corruptions.js';
import { plannedFrames } from './support/frame-cases.js';
import { frameFor } from './support/frames.js';
import { type Answer, answerProblems, type Call, errorProblems } from './support/http.js';
import { exchange } from './support/raw.js';
import type { Socket } from './support/socket.js';
import { badUpgrades, cutShort, hardlyHttp } from './support/wire-cases.js';
import { credentials, World } from './support/world.js';

let world: World;
let stored: string;
let refused = 0;
const crashes: unknown[] = [];
const noteCrash = (error: unknown) => crashes.push(error);

beforeAll(async () => {
  process.on('uncaughtException', noteCrash);
  process.on('unhandledRejection', noteCrash);
  world = await World.create({ DIALTONE_RATE_LIMIT: 'off' });
  for (const operation of plannedOperations) await successPlan(operation, world);
  stored = await world.allRows();
});
afterAll(async () => {
  await world.close();
  process.off('uncaughtException', noteCrash);
  process.off('unhandledRejection', noteCrash);
});

/** What is wrong with how something malformed was answered. */
async function refusalProblems(answer: Answer, secrets: readonly string[] = []): Promise<string[]> {
  refused += 1;
  const found = answer.status >= 400 && answer.status < 500 ? errorProblems(answer) : [`answered ${answer.status}`];
  const text = JSON.stringify(answer);
  found.push(...[MARK, ...secrets].filter((secret) => text.includes(secret)).map((secret) => `quotes ${secret}`));
  const now = await world.allRows();
  if (now !== stored) found.push(`stored something: ${stored} -> ${now}`);
  stored = now;
  return found;
}

/** Sends all of it; answers with what went wrong, by title. */
async function expectRefused(cases: readonly (readonly [title: string, call: Call])[], secrets: readonly string[]) {
  const problems: string[] = [];
  for (const [title, call] of cases) {
    const found = await refusalProblems(await world.send(call), secrets);
    problems.push(...found.map((problem) => `${title}: ${problem}`));
  }
  expect(problems).toEqual([]);
  expect(cases.length).toBeGreaterThan(0);
}

/** A field that may be missing, or be false, is not malformed without it, or false. */
function isMalformed(schema: string): (corruption: Corruption) => boolean {
  return ([, json]) => inputProblems(schema, JSON.parse(json.toString())).length > 0;
}

describe('HTTP', () => {
  const all = plannedOperations.filter(({ responses }) => responses.has(400));
  const named = all.map((operation) => [operation.id, operation] as const);

  test.each(named.filter(([, { hasBody }]) => hasBody))('%s refuses malformed bodies', async (_, operation) => {
    const call = world.call(operation, await successPlan(operation, world));
    stored = await world.allRows(); // the plan may have needed an invite or a channel
    const valid = JSON.parse(String(call.body)) as Record<string, unknown>;
    const unknown = ['unknown', 'constructor', 'toString', 'id', 'is_admin'].map((name): Corruption => [
      `unknown field ${name}`,
      Buffer.from(JSON.stringify({ ...valid, [name]: MARK })),
    ]);
    const many = JSON.stringify({
      ...valid,
      ...Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, i])),
    });
    const corruptions: Corruption[] = [
      ...brokenTexts(valid),
      ...brokenFields(valid).filter(isMalformed(operation.bodySchema!)),
      ...unknown,
      ['20,000 unknown fields', Buffer.from(many)],
      ['nothing', Buffer.alloc(0)],
      ['1 MiB of white space and no end', Buffer.from(`{${' '.repeat(limits.maxBodyBytes - 1)}`)],
      ['a byte more than 1 MiB', Buffer.from(`${' '.repeat(limits.maxBodyBytes)}{`)],
    ];
    await expectRefused(
      corruptions.map(([title, body]) => [title, { ...call, body }]),
      textsIn(valid),
    );
  });

  test('envelopes refuse malformed ones among good ones', async () => {
    const operation = operationDocs.get('putChannelKeys')!;
    const envelopes = [world.envelope(world.admin, world.admin)];
    const rest = { channel_id: world.channelId };
    const cases = brokenFields(envelopes[0]).map(([title, bytes]) => {
      const bad = JSON.parse(bytes.toString()) as unknown;
      return [
        title,
        world.call(operation, { as: world.admin, body: { ...rest, envelopes: [envelopes[0], bad] } }),
      ] as const;
    });
    const lists = [
      [],
      Array.from({ length: 1001 }, () => envelopes[0]),
      [envelopes[0], null],
      [envelopes],
      'x',
      {},
    ].map(
      (list, i) =>
        [`list ${i}`, world.call(operation, { as: world.admin, body: { ...rest, envelopes: list } })] as const,
    );
    await expectRefused([...cases, ...lists], textsIn(envelopes));
  });

  test.each(named.filter(([, { hasBody, method }]) => !hasBody && method !== 'GET'))(
    '%s, which takes no body, refuses one',
    async (_, operation) => {
      const call = world.call(operation, await successPlan(operation, world));
      stored = await world.allRows();
      const bodies = [`{"a":"${MARK}"}`, '[]', 'null', '0', MARK, '{', `{}${MARK}`, '{}{}'];
      await expectRefused(
        bodies.map((body) => [
          body,
          { ...call, body, headers: { ...call.headers, 'Content-Type': 'application/json' } },
        ]),
        [],
      );
    },
  );

  test.each(named)('%s refuses a bad query', async (_, operation) => {
    const call = world.call(operation, await successPlan(operation, world));
    stored = await world.allRows();
    const path = call.path.split('?', 1)[0];
    const queries = brokenQueries(call.path.split('?', 2)[1] ?? '');
    if (operation.id === 'listDeviceKeys') queries.push('', 'all=0', 'all=true', 'all=', 'all=1&all=1', 'all=11');
    await expectRefused(
      queries.map((query) => [query, { ...call, path: `${path}?${query}` }]),
      [],
    );
  });

  test('bodies of every other type are refused', async () => {
    const operation = operationDocs.get('createChannel')!;
    const call = world.call(operation, { as: world.admin });
    const types = ['text/plain', 'text/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    types.push('application/xml', 'application/octet-stream', 'application/json5', 'application/jsonp', 'json', '*/*');
    types.push('application/json, text/plain', 'application/jsonx; charset=utf-8', ';', 'a/b/c', MARK, '', ' ');
    await expectRefused(
      types.map((type) => [type, { ...call, headers: { ...call.headers, 'Content-Type': type } }]),
      [],
    );
    const encoded = {
      ...call,
      body: gzipSync(String(call.body)),
      headers: { ...call.headers, 'Content-Encoding': 'gzip' },
    };
    await expectRefused([['gzip', encoded]], []);
  });

  test('credentials that are none are refused', async () => {
    const operation = operationDocs.get('listChannels')!;
    const { token } = world.member;
    const values = [
      '',
      'Bearer',
      'Bearer ',
      token,
      `Basic ${token}`,
      `Bearer${token}`,
      `Bearer ${token} ${token}`,
      `Bearer "${token}"`,
    ];
    values.push(`Token ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Bearer ${token},`, `Bearer ${MARK}`);
    values.push(`Bearer ${token.toUpperCase()}`, `Bearer ${'a'.repeat(8000)}`, 'Bearer \u00ff', "Bearer ' OR 1=1 --");
    await expectRefused(
      values.map((value) => [value, { method: 'GET', path: operation.path, headers: { Authorization: value } }]),
      [token],
    );
    const admin = values.map((value) => ({
      method: 'POST',
      path: '/server/invites',
      headers: { 'X-Admin-Token': value },
    }));
    await expectRefused(
      admin.map((call) => [call.headers['X-Admin-Token'], call]),
      [token],
    );
  });
});

describe('what is hardly HTTP', () => {
  async function expectRefusedOnTheWire(bytes: string | Buffer): Promise<void> {
    const answer = await exchange(world.server.url, bytes);
    expect(answer).not.toBeNull();
    expect(await refusalProblems(answer!)).toEqual([]);
  }

  test.each(Object.entries(hardlyHttp))('%s', (_, bytes) => expectRefusedOnTheWire(bytes));

  test.each(Object.entries(badUpgrades))('%s', (_, request) =>
    expectRefusedOnTheWire(request(`Authorization: ${credentials(world.member).Authorization}`)),
  );

  test.each(Object.entries(cutShort))('%s, and hangs up: nothing is stored', async (_, bytes) => {
    const answer = await exchange(world.server.url, bytes, true);
    if (answer) expect(await refusalProblems(answer)).toEqual([]);
    expect(await world.allRows()).toBe(stored);
  });
});

describe('frames', () => {
  let socket: Socket;
  beforeAll(async () => {
    socket = await world.connect(world.admin);
  });

  /** Sends something malformed; answers with what is wrong with the reaction. */
  async function frameProblemsOf(data: Buffer, isText: boolean, secrets: readonly string[]): Promise<string[]> {
    refused += 1;
    const before = socket.heard.length;
    socket.raw.send(data, { binary: !isText });
    const closed = await Promise.race([socket.next('error').then(() => null), socket.closed]);
    const now = await world.allRows();
    if (now !== stored) return [`stored something: ${now}`];
    if (closed !== null) {
      socket = await world.connect(world.admin);
      return closeCodes.includes(closed) && closed !== 1000 ? [] : [`closed with ${closed}`];
    }
    const heard = socket.heard.slice(before);
    const { type, code, message, ...more } = heard[0];
    const text = JSON.stringify(heard);
    return [
      ...(heard.length === 1 && type === 'error' ? [] : [`heard ${text}`]),
      ...(errorDocs[String(code)]?.frame && code !== 'server_error' ? [] : [`code ${String(code)}`]),
      ...(typeof message === 'string' && Object.keys(more).length === 0 ? [] : [`shape ${text}`]),
      ...[MARK, ...secrets].filter((secret) => text.includes(secret)).map((secret) => `quotes ${secret}`),
    ];
  }

  async function expectFramesRefused(cases: readonly Corruption[], isText = true, secrets: readonly string[] = []) {
    const problems: string[] = [];
    for (const [title, data] of cases) {
      const found = await frameProblemsOf(data, isText, secrets);
      problems.push(...found.map((problem) => `${title}: ${problem}`));
    }
    expect(problems).toEqual([]);
    expect(cases.length).toBeGreaterThan(0);
  }

  test.each(plannedFrames.map(([{ type, schema }]) => [type, schema]))(
    '%s is refused malformed',
    async (type, schema) => {
      const { type: _, ...fields } = await frameFor(type, world);
      stored = await world.allRows(); // the plan may have stored something
      const valid = { type, ...fields };
      const secrets = textsIn(fields);
      await expectFramesRefused(brokenTexts(valid), true, secrets);
      await expectFramesRefused(brokenFields(valid).filter(isMalformed(schema)), true, secrets);
      await expectFramesRefused([['in a binary frame', Buffer.from(JSON.stringify(valid))]], false, secrets);
    },
  );

  test('types that do not exist are refused', async () => {
    const types = [
      '',
      ' ',
      'constructor',
      'toString',
      '__proto__',
      'hasOwnProperty',
      'dialtone:refused',
      'message',
      'error',
    ];
    types.push('channel.message.new', 'VOICE_JOIN', 'voice_join ', 'x'.repeat(60_000), MARK);
    const cases = types.map((type): Corruption => [type.slice(0, 40), Buffer.from(JSON.stringify({ type }))]);
    await expectFramesRefused(cases);
  });

  test('frames that are too large or not text are refused', async () => {
    const large = JSON.stringify({ type: 'voice_leave', channel_id: 'x', more: MARK.repeat(6000) });
    await expectFramesRefused([
      ['nothing', Buffer.alloc(0)],
      ['more than 64 KiB', Buffer.from(large)],
      ['64 KiB of brackets', Buffer.alloc(limits.maxFrameBytes, '[')],
    ]);
    await expectFramesRefused(
      [
        ['no bytes', Buffer.alloc(0)],
        ['bytes', Buffer.from([1, 2, 3])],
        ['64 KiB', Buffer.alloc(limits.maxFrameBytes)],
      ],
      false,
    );
  });
});

describe('after all that', () => {
  test('more than 200 malformed requests and frames were sent', () => {
    expect(refused).toBeGreaterThan(200);
  });

  test('the server lives, nothing crashed, and nothing looked like a fault of its own', async () => {
    const health = operationDocs.get('checkHealth')!;
    const answer = await world.send(world.call(health, {}));
    expect(answerProblems(health, answer)).toEqual([]);
    expect(answer.status).toBe(200);
    expect(crashes).toEqual([]);
    expect(world.server.log.filter((entry) => (JSON.parse(entry) as { level: number }).level >= 50)).toEqual([]);
    expect(world.server.log.filter((entry) => entry.includes(MARK))).toEqual([]);
  });
});
