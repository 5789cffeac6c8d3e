import { getMetadataArgsStorage } from 'typeorm';
import { schema } from '../../apps/server/src/app.module.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { PEPPER } from '../../apps/server/src/core/security/pepper.js';
import { callsFor, plannedOutcomes } from './support/calls.js';
import { freeRefusals, plannedEvents } from './support/frame-cases.js';
import { missingPlans } from './support/missing-plans.js';
import { closeScene, openScene } from './support/scene.js';
import { World } from './support/world.js';

const SECRET = 'SECRET-COLUMN';
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
  // Without rates: everybody connects anew for each frame.
  world = await World.create({ DIALTONE_RATE_LIMIT: 'off' }, async (server) => {
    const { dataSource } = server.app.get(Database);
    for (const { tableName } of dataSource.entityMetadatas) {
      await dataSource.query(`ALTER TABLE ${tableName} ADD COLUMN ${SECRET_COLUMN.name} TEXT DEFAULT '${SECRET}'`);
    }
  });
});
afterAll(() => world.close());

async function everyAnswer(): Promise<void> {
  for (const outcome of plannedOutcomes) await world.sendAll(await callsFor(outcome, world));
}

async function everyFrame(): Promise<void> {
  const scenarios = plannedEvents.map(([, scenario]) => scenario);
  const refusals = freeRefusals.map(([, , refusal]) => refusal);
  for (const scenario of [...scenarios, ...refusals]) {
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
  expect([...seen]).toEqual(expect.arrayContaining(plannedEvents.map(([{ type }]) => type)));
  expect(world.answers.length).toBeGreaterThan(plannedOutcomes.length / 2);

  expect(world.answers.map((answer) => JSON.stringify(answer)).filter((text) => text.includes(SECRET))).toEqual([]);
  expect(frames.filter((text) => text.includes(SECRET))).toEqual([]);
});

test('while the server does load it, from every table', async () => {
  const { read } = world.server.app.get(Database);
  await world.done('createTicket', { as: world.member }); // sessions ended meanwhile
  const empty: string[] = [];
  for (const entity of schema.entities) {
    const rows: object[] = await read.find(entity);
    if (rows.length === 0) empty.push(entity.name);
    for (const row of rows) expect(row).toHaveProperty('secretMark', SECRET);
  }
  // Of an empty table nothing could have left; that is no finding as long as the plans that would fill it are missing.
  if (missingPlans().length === 0) expect(empty).toEqual([]);
});

test('nor is a hash, or anything else that only the server may know', async () => {
  const { entityMetadatas } = world.server.app.get(Database).dataSource;
  const columns = entityMetadatas
    .flatMap((table) => table.columns.map(({ databaseName }) => [table.tableName, databaseName]))
    .filter(([, column]) => column.endsWith('_hash'));
  expect(columns).toContainEqual(['users', 'password_hash']);
  const hashes: string[] = [];
  for (const [table, column] of columns) {
    const rows = await world.sql(`SELECT ${column} AS hash FROM ${table} WHERE ${column} IS NOT NULL`);
    hashes.push(...rows.map(({ hash }) => String(hash)));
  }
  expect(hashes.length).toBeGreaterThan(columns.length);
  const pepper = world.server.app.get<string>(PEPPER);
  const { adminToken } = world.server.config;
  const sent = [...world.answers.map((answer) => JSON.stringify(answer)), ...frames].join('\n');
  expect([...hashes, pepper, adminToken].filter((secret) => sent.includes(secret))).toEqual([]);
});
