import { callsFor, hardOutcomes, isHard, plannedOutcomes, successPlan } from '../contract/support/calls.js';
import { errorDocs, type Outcome } from '../contract/support/contract.js';
import { plannedRefusals } from '../contract/support/frame-cases.js';
import { frameFor } from '../contract/support/frames.js';
import { type Answer, codeOf, operationDoc } from '../contract/support/http.js';
import { testAnswers, testFrames, testRefusals, useScene } from '../contract/support/suites.js';
import { FakeWorld, NoDatabase } from './support/fake-world.js';

/* The fake server against the contract's own tests: the same requests and frames, judged by the same schemas. */

let world: FakeWorld;
beforeAll(async () => {
  world = await FakeWorld.create();
});

/** What it cannot come to by itself, without rates, database and faults, a test asks it to answer. */
async function asked({ operationId, code }: Outcome): Promise<Answer[]> {
  const operation = operationDoc(operationId);
  const call = world.call(operation, await successPlan(operation, world));
  // The codes of all operations at once are more than a test can spell out.
  world.fake.failNext(operationId as 'listChannels', code as 'server_error');
  const answer = await world.send(call);
  expect((await world.send(call)).status).toBeLessThan(300); // once, and nothing was changed
  return [answer];
}

describe('the fake server gives every answer that openapi.yaml documents', () => {
  testAnswers(plannedOutcomes, async (outcome) => {
    const calls = await callsFor(outcome, world).catch((error: unknown) => {
      if (error instanceof NoDatabase) return null;
      throw error;
    });
    return calls ? world.sendAll(calls) : asked(outcome);
  });

  testAnswers(hardOutcomes, asked);

  test.each([
    ['not_found', 'GET', '/nowhere'],
    ['method_not_allowed', 'PUT', '/channels'],
    ['upgrade_required', 'GET', '/ws'],
  ])('%s, which belongs to no operation', async (code, method, path) => {
    const answer = await world.send({ method, path });
    expect([answer.status, codeOf(answer)]).toEqual([errorDocs[code].status, code]);
  });
});

describe('the fake server and the frames of asyncapi.yaml', () => {
  const scene = useScene(() => world);

  testFrames(scene);
  testRefusals(scene, plannedRefusals, (type, code) => {
    if (!isHard(code)) return undefined;
    return async ({ alice }) => {
      world.fake.failNext(type as 'voice_join', code as 'server_error');
      alice.send(await frameFor(type, world));
      return [await alice.next('error')];
    };
  });

  test.each(['voice_join', 'no.such.type'])('an error names the frame that it answers: %s', async (type) => {
    const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
    const { alice } = scene();
    alice.send({ type, channel_id: 'no-channel', client_id });
    expect(await alice.next('error')).toMatchObject({ client_id });
  });
});

test('what cannot be asked of the fake server does not compile', () => {
  const refuse = () => {
    // @ts-expect-error no call of this operation is answered so
    world.fake.failNext('listChannels', 'username_taken');
    // @ts-expect-error this frame is not answered so
    world.fake.failNext('voice_leave', 'channel_not_found');
  };
  expect(refuse).toBeInstanceOf(Function);
});
