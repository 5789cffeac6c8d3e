import { callsFor, keyOf, plannedOutcomes } from './support/calls.js';
import { operationDocs } from './support/contract.js';
import { plannedEvents } from './support/frame-cases.js';
import { closeScene, openScene } from './support/scene.js';
import { type Person, World } from './support/world.js';

/*
 * What everyone connected hears of needs a rate, or one member makes everyone listen without end. Frames of clients have
 * one by nature; an operation has it by its `x-rate`. Whether it is heard of is not written anywhere: a stranger listens
 * while all that the contract promises is done.
 */

let world: World;
let stranger: Person;
beforeAll(async () => {
  world = await World.create({ DIALTONE_RATE_LIMIT: 'off' });
  stranger = await world.register();
});
afterAll(() => world.close());

/** Each operation that is called meanwhile, with the types of the events that a stranger hears of it. */
async function heardOf(work: () => Promise<unknown>): Promise<[operationId: string, types: string[]][]> {
  const ear = await world.connect(stranger);
  /** Everything up to now has been heard. */
  const silence = async (): Promise<number> => {
    ear.send({ type: 'no.such.type' });
    await ear.next('error');
    return ear.heard.length;
  };
  const heard: [string, string[]][] = [];
  const send = world.send.bind(world);
  world.send = async (call) => {
    const start = await silence();
    const answer = await send(call);
    const end = await silence();
    const types = ear.heard.slice(start, end - 1).map(({ type }) => type);
    const [path] = call.path.split('?', 1);
    const operation = [...operationDocs.values()].find((one) => one.method === call.method && one.path === path);
    if (operation && types.length > 0) heard.push([operation.id, types]);
    return answer;
  };
  try {
    await work();
  } finally {
    world.send = send;
    await ear.close();
  }
  return heard;
}

/** What to do about the operations that everyone hears of. */
async function missingRates(work: () => Promise<unknown>): Promise<string[]> {
  const heard = await heardOf(work);
  return heard
    .filter(([id]) => !operationDocs.get(id)?.hasRate)
    .map(([id, types]) => `openapi.yaml: give ${id} an x-rate, since everyone connected hears ${types.join(', ')}`);
}

const successes = plannedOutcomes.filter(({ status }) => status < 300);

test.each(successes.map((outcome) => [keyOf(outcome), outcome] as const))(
  '%s has a rate, or no stranger hears of it',
  async (_, outcome) => {
    expect(await missingRates(async () => world.sendAll(await callsFor(outcome, world)))).toEqual([]);
  },
);

test.each(plannedEvents.map(([{ type }, scenario]) => [type, scenario] as const))(
  'the operations that cause %s have a rate, or no stranger hears of them',
  async (_, scenario) => {
    const scene = await openScene(world);
    try {
      expect(await missingRates(() => scenario(scene))).toEqual([]);
    } finally {
      await closeScene(scene);
    }
  },
);

test('a stranger hears what everyone does', async () => {
  const heard = await heardOf(() => world.done('setProfile', { as: world.member }));
  expect(heard).toEqual([['setProfile', ['user.profile.updated']]]);
});
