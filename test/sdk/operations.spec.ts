import type * as Crypto from '@dialtone/sdk/crypto';
import { operationDocs } from '../contract/support/contract.js';
import { startServer } from '../support/server.js';
import { drivers } from './support/drivers.js';
import { installPacked, type Project } from './support/packed.js';
import { PackedWorld, type Sdk } from './support/packed-world.js';

describe('the packed SDK calls every operation of the contract', () => {
  let project: Project;
  let world: PackedWorld;
  beforeAll(async () => {
    project = installPacked('ws');
    const sdk = project.require<Sdk>('@dialtone/sdk');
    const crypto = project.require<typeof Crypto>('@dialtone/sdk/crypto');
    world = await PackedWorld.open(await startServer(), sdk, crypto);
  });
  afterAll(async () => {
    await world.close();
    project.remove();
  });

  it.each([...operationDocs.keys()])('%s', async (id) => {
    const driver = (drivers as Partial<typeof drivers>)[id as keyof typeof drivers];
    if (driver === undefined) throw new Error(`${id} needs a line in test/sdk/support/drivers.ts`);
    world.answered.length = 0;
    await driver(world);
    const success = [...(operationDocs.get(id)?.responses.keys() ?? [])].filter((status) => status < 300);
    const statuses = world.answered.filter(({ operationId }) => operationId === id).map(({ status }) => status);
    expect(success).toContain(statuses[0]);
  });

  it('and the drivers are all about operations of the contract', () => {
    expect(Object.keys(drivers).sort()).toEqual([...operationDocs.keys()].sort());
  });
});
