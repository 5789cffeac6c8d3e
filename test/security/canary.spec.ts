import { plannedOperations, successPlan } from '../contract/support/calls.js';
import { MARK } from '../contract/support/corruptions.js';
import { acceptWrites, refuseWrites, withoutDatabase, withoutTables } from '../contract/support/faults.js';
import { plannedFrames } from '../contract/support/frame-cases.js';
import { frameFor } from '../contract/support/frames.js';
import type { Call } from '../contract/support/http.js';
import { exchange } from '../contract/support/raw.js';
import type { Frame, Socket } from '../contract/support/socket.js';
import { PASSWORD, World } from '../contract/support/world.js';
import { handshake } from '../support/handshake.js';
import { ADMIN_TOKEN } from '../support/server.js';

/** Fields that are nobody's secret; what every other one holds must not be found where it does not belong. */
const OPEN_FIELDS =
  /^(.*_?id|.*_ids|.*public_key|.*_at|type|status|error|code|message|recipient|sender|statuses|admins|last_seen|created_by|name|reason|address|peer)$/;

let world: World;
const secrets = new Set<string>([ADMIN_TOKEN, PASSWORD, MARK]);

/** Remembers every text in a value that stands in a field of its own kind. */
function remember(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string' && field.length > 5 && !OPEN_FIELDS.test(name)) secrets.add(field);
    remember(field);
  }
}

function rememberText(text: string): void {
  try {
    remember(JSON.parse(text));
  } catch {
    // plain text, or broken on purpose: its secrets are known from elsewhere
  }
}

/** The secrets that a text quotes, as they are or as JSON writes them. */
function quotedIn(text: string): string[] {
  return [...secrets].filter((secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)));
}

/** The same request, spoilt in several ways, with secrets in all of them. */
function refusedForms(call: Call): Call[] {
  const { Authorization: _, 'X-Admin-Token': __, ...strange } = call.headers ?? {};
  const path = `${call.path}${call.path.includes('?') ? '&' : '?'}`;
  const body = String(call.body ?? '{}');
  const json = { ...strange, 'Content-Type': 'application/json' };
  return [
    { ...call, headers: strange },
    { ...call, headers: { ...strange, Authorization: `Bearer ${MARK}`, 'X-Admin-Token': MARK } },
    { ...call, headers: { ...call.headers, Authorization: `Basic ${MARK}`, Cookie: MARK, [MARK]: MARK } },
    { ...call, path: `${path}token=${MARK}&ticket=${MARK}&password=${encodeURIComponent(PASSWORD)}` },
    { ...call, headers: { ...call.headers, ...json }, body: body.slice(0, -2) },
    { ...call, headers: { ...call.headers, ...json }, body: body.replace('{', `{"token":"${MARK}","body":"${MARK}",`) },
    { ...call, headers: { ...call.headers, ...json }, body: body.replaceAll(/:"([^"]+)"/g, `:["$1","${MARK}"]`) },
    { ...call, headers: { ...call.headers, 'Content-Type': 'text/plain' }, body },
  ];
}

/** Does something while the database refuses every change. */
async function withoutWrites(work: () => Promise<void>): Promise<void> {
  await refuseWrites(world);
  try {
    await work();
  } finally {
    await acceptWrites(world);
  }
}

const faults: Record<string, (work: () => Promise<void>) => Promise<void>> = {
  'while all is well': (work) => work(),
  'while the database refuses changes': withoutWrites,
  'while tables are missing': async (work) =>
    withoutTables(
      world,
      (await world.tables()).filter((table) => !['users', 'sessions'].includes(table)),
      work,
    ),
  'while the database is away': (work) => withoutDatabase(world, work),
};

beforeAll(async () => {
  world = await World.create({ DIALTONE_RATE_LIMIT: 'off', DIALTONE_LOG_LEVEL: 'trace' });
});
afterAll(() => world.close());

test.each(Object.entries(faults))('every operation, served and refused, %s', async (_, fault) => {
  const calls: Call[] = [];
  for (const operation of plannedOperations) {
    const call = world.call(operation, await successPlan(operation, world));
    calls.push(...refusedForms(call), call);
    rememberText(String(call.body ?? ''));
  }
  for (const person of [world.admin, world.member, world.untrusted]) remember(person);

  await fault(async () => {
    for (const call of calls) await world.send(call);
  });

  for (const { text, status } of world.answers) if (status < 300) rememberText(text);
});

test.each(Object.entries(faults))('every frame, served and refused, %s', async (_, fault) => {
  const alice = await world.connect(world.admin);
  await world.connect(world.member); // who hears of it
  const ask = async (socket: Socket, ...frames: Frame[]) => {
    for (const frame of frames) socket.send(frame);
    socket.send({ type: MARK });
    while ((await socket.next('error')).code !== 'unsupported_type'); // the answer to the last one
  };
  const frames = await Promise.all(plannedFrames.map(([{ type }]) => frameFor(type, world)));
  remember(frames);

  await fault(async () => {
    for (const frame of frames) {
      const fields = Object.keys(frame).filter((name) => name !== 'type');
      const spoilt = fields.flatMap((name) =>
        [MARK, [MARK], { MARK }, 7].map((value) => ({ ...frame, [name]: value })),
      );
      await ask(alice, frame, ...spoilt);
      alice.raw.send(JSON.stringify(frame).slice(0, -2));
      alice.raw.send(Buffer.from(JSON.stringify(frame)), { binary: true });
      await ask(alice);
    }
    alice.raw.send(JSON.stringify({ ...frames[0], body: MARK.repeat(7000) }));
    expect(await alice.closed).toBe(1009);
  });
});

test('handshakes, with tickets and tokens, good and bad', async () => {
  const { ticket } = (await world.done('createTicket', { as: world.member })) as { ticket: string };
  secrets.add(ticket);
  const attempts: [headers: Record<string, string>, protocols: string[]][] = [
    [{}, ['dialtone', `ticket.${ticket}`]],
    [{}, ['dialtone', `ticket.${ticket}`]],
    [{}, ['dialtone', `ticket.${MARK}`]],
    [{ authorization: `Bearer ${MARK}` }, []],
    [{ authorization: `Bearer ${world.member.token}`, origin: 'https://evil.example.org' }, []],
  ];

  const results = [];
  for (const [headers, protocols] of attempts) {
    const result = await handshake(`${world.server.wsUrl}?ticket=${MARK}`, { headers }, protocols);
    results.push(result);
    await result.ear?.close();
  }

  expect(results.map(({ status }) => status)).toEqual([101, 401, 401, 401, 403]);
  expect(quotedIn(JSON.stringify(results.map(({ headers }) => headers)))).toEqual([]);
});

test('what is hardly HTTP', async () => {
  const bytes = [`${MARK}\r\n\r\n`, `GET /health?${MARK} HTTP/1.1\r\nHost: x\r\n${MARK}\r\n\r\n`];
  for (const text of bytes) {
    const answer = await exchange(world.server.url, text);
    expect(answer!.status).toBe(400);
    expect(quotedIn(JSON.stringify(answer))).toEqual([]);
  }
});

describe('of all these secrets', () => {
  test('there are many, and there was much to be found in', () => {
    const levels = new Set(world.server.log.map((line) => (JSON.parse(line) as { level: number }).level));
    const statuses = new Set(world.answers.map(({ status }) => status));

    expect([...levels]).toEqual(expect.arrayContaining([20, 50]));
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 404, 415, 500, 503]));
    expect(secrets.size).toBeGreaterThan(40);
    for (const person of [world.admin, world.member]) expect(secrets).toContain(person.token);
  });

  test('none stands in the log', () => {
    expect(world.server.log.flatMap((line) => quotedIn(line).map((secret) => [secret, line]))).toEqual([]);
  });

  test('none stands in an error, or in the headers of any answer', () => {
    const found = world.answers.flatMap(({ status, text, headers }) => {
      const open = `${JSON.stringify(headers)}${status < 300 ? '' : text}`;
      return quotedIn(open).map((secret) => [secret, open]);
    });

    expect(found).toEqual([]);
  });

  test('none stands in an error event', () => {
    const errors = world.sockets.flatMap(({ heard }) => heard.filter(({ type }) => type === 'error'));

    expect(errors.length).toBeGreaterThan(20);
    expect(quotedIn(JSON.stringify(errors))).toEqual([]);
  });
});
