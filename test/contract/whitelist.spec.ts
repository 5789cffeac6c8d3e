import { getMetadataArgsStorage } from 'typeorm';
import { schema } from '../../apps/server/src/app.module.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { callsFor } from './support/calls.js';
import { inboundDocs, outboundDocs, outcomes } from './support/contract.js';
import { closeScene, events, openScene, refusals } from './support/frames.js';
import { World } from './support/world.js';

const SECRET = 'SECRET-COLUMN';
/** Answers that need a fault or a flood; they are the contract test's. */
const FAULTS = ['server_error', 'server_unavailable', 'rate_limited'];
const SECRET_COLUMN = { name: 'secret_mark', type: 'text', default: SECRET } as const;

let world: World;
const frames: string[] = [];

/** Gives every entity, and every table, one more column; then does all that the contract knows. */
beforeAll(async () => {
  process.env.NODE_ENV = 'production'; // elsewhere a server does not start whose entities no migration has made
  for (const target of schema.entities) {
    const { columns } = getMetadataArgsStorage();
    columns.push({ target, propertyName: 'secretMark', mode: 'regular', options: SECRET_COLUMN });
  }
  world = await World.create({}, async (server) => {
    const { dataSource } = server.app.get(Database);
    for (const { tableName } of dataSource.entityMetadatas) {
      await dataSource.query(`ALTER TABLE ${tableName} ADD COLUMN ${SECRET_COLUMN.name} TEXT DEFAULT '${SECRET}'`);
    }
  });
});
afterAll(() => world.close());

async function everyAnswer(): Promise<void> {
  for (const outcome of outcomes.filter(({ code }) => !FAULTS.includes(code ?? ''))) {
    for (const call of await callsFor(outcome, world)) await world.send(call);
  }
}

async function everyFrame(): Promise<void> {
  const scenarios = outboundDocs.map(({ operation }) => events[operation]);
  const errors = inboundDocs.flatMap((doc) => doc.codes.map((code) => refusals[code].bind(null, doc)));
  for (const scenario of [...scenarios, ...errors]) {
    const scene = await openScene(world);
    await scenario(scene);
    frames.push(...world.sockets.flatMap(({ texts }) => texts));
    await closeScene(scene);
  }
}

test('a column that the contract does not name is in no response and in no frame', async () => {
  await everyAnswer();
  await everyFrame();
  const seen = new Set(frames.map((text) => (JSON.parse(text) as { type: string }).type));
  expect([...seen].sort()).toEqual([...new Set(outboundDocs.map(({ type }) => type))].sort());
  expect(world.answers.length).toBeGreaterThan(outcomes.length / 2);

  expect(world.answers.map((answer) => JSON.stringify(answer)).filter((text) => text.includes(SECRET))).toEqual([]);
  expect(frames.filter((text) => text.includes(SECRET))).toEqual([]);
});

test('while the server does load it, from every table', async () => {
  const { read } = world.server.app.get(Database);
  const ticket = outcomes.find(({ operationId, code }) => operationId === 'createTicket' && code === null);
  for (const call of ticket ? await callsFor(ticket, world) : []) await world.send(call); // sessions ended meanwhile
  for (const entity of schema.entities) {
    const rows: object[] = await read.find(entity);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveProperty('secretMark', SECRET);
  }
});

test('nor is a hash, or anything else that only the server may know', async () => {
  const columns = [
    ['users', 'username_hash'],
    ['users', 'password_hash'],
    ['sessions', 'token_hash'],
    ['invites', 'token_hash'],
  ];
  const hashes: string[] = [];
  for (const [table, column] of columns) {
    const rows = await world.sql(`SELECT ${column} AS hash FROM ${table} WHERE ${column} IS NOT NULL`);
    expect(rows.length).toBeGreaterThan(0);
    hashes.push(...rows.map(({ hash }) => String(hash)));
  }
  const { pepper, adminToken } = world.server.config;
  const sent = [...world.answers.map((answer) => JSON.stringify(answer)), ...frames].join('\n');
  expect([...hashes, pepper, adminToken].filter((secret) => sent.includes(secret))).toEqual([]);
});
