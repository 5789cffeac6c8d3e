import { callsFor, keyOf, successPlan } from '../contract/support/calls.js';
import { errorDocs, inboundDocs, outboundDocs, outcomes, outputProblems } from '../contract/support/contract.js';
import {
  closeScene,
  effects,
  events,
  frameFor,
  frameProblems,
  openScene,
  refusals,
} from '../contract/support/frames.js';
import type { Scenario, Scene } from '../contract/support/frames.js';
import type { Frame } from '../contract/support/socket.js';
import { answerProblems, codeOf, operationDoc } from '../contract/support/http.js';
import { retiredTypes } from '../contract/support/contract.js';
import { FakeWorld } from './support/fake-world.js';

/* The fake server against the contract's own tests: the same requests and frames, judged by the same schemas. */

let world: FakeWorld;
beforeAll(async () => {
  world = await FakeWorld.create();
});

/** What a test asks the fake server to answer, since nothing is wrong with it by itself. */
const asked: readonly (string | null)[] = ['server_error', 'server_unavailable', 'rate_limited'];

/** It has no rates, no database and no faults, and a session ends with an invite of the same time. */
const isAsked = (code: string | null) => asked.includes(code) || code === 'invite_expired';

describe('the fake server gives every answer that openapi.yaml documents', () => {
  const own = outcomes.filter(({ code }) => !isAsked(code));

  test.each(own.map((outcome) => [keyOf(outcome), outcome] as const))('%s', async (_, outcome) => {
    const calls = await callsFor(outcome, world);
    for (const call of calls) {
      const answer = await world.send(call);
      expect(answerProblems(operationDoc(outcome.operationId), answer)).toEqual([]);
      expect([answer.status, codeOf(answer)]).toEqual([outcome.status, outcome.code]);
    }
    expect(calls.length).toBeGreaterThan(0);
  });

  const planned = outcomes.filter(({ code }) => isAsked(code));

  test.each(planned.map((outcome) => [keyOf(outcome), outcome] as const))(
    '%s, when it is asked to',
    async (_, outcome) => {
      const operation = operationDoc(outcome.operationId);
      const call = world.call(operation, await successPlan(operation, world));
      // The codes of all operations at once are more than a test can spell out.
      world.fake.failNext(outcome.operationId as 'listChannels', outcome.code as 'server_error');

      const answer = await world.send(call);

      expect(answerProblems(operation, answer)).toEqual([]);
      expect([answer.status, codeOf(answer)]).toEqual([outcome.status, outcome.code]);
      expect((await world.send(call)).status).toBeLessThan(300); // once, and nothing was changed
    },
  );

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
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene(world);
  });
  afterEach(async () => {
    const heard = world.sockets.flatMap((socket) => socket.heard);
    await closeScene(scene);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.flatMap(frameProblems)).toEqual([]);
  });

  /** What only happens to a real server. */
  const byHand: Readonly<Record<string, Scenario>> = {
    onSyncRequired: ({ bob }) => {
      world.fake.requireSync();
      return bob.next('sync.required');
    },
    onServerGoingAway: ({ bob }) => {
      world.fake.dropConnections({ code: 1001 });
      return bob.next('server.going_away');
    },
  };

  test.each(outboundDocs.map((doc) => [doc.type, doc] as const))('it sends %s', async (_, { operation, schema }) => {
    const frame = await (byHand[operation] ?? events[operation])(scene);
    expect(outputProblems(schema, frame)).toEqual([]);
  });

  test.each(inboundDocs.map((doc) => [doc.type, doc] as const))('it serves %s', async (type, { operation }) => {
    await events[effects[operation] ?? ''](scene);
    expect(scene.alice.sent).toContain(type);
    expect(scene.alice.heard.filter((frame) => frame.type === 'error')).toEqual([]);
  });

  const cases = inboundDocs.flatMap((doc) => doc.codes.map((code) => [doc.type, code, doc] as const));

  test.each(cases)('it answers %s with %s', async (type, code, doc) => {
    const fail = (): Promise<Frame[]> => {
      if (!asked.includes(code)) return refusals[code](doc, scene);
      world.fake.failNext(type as 'voice_join', code as 'server_error');
      scene.alice.send(frameFor(type, scene));
      return Promise.all([scene.alice.next('error')]);
    };
    const heard = await fail();
    expect(heard.length).toBeGreaterThan(0);
    for (const frame of heard) expect(frame).toMatchObject({ type: 'error', code });
  });

  test.each(Object.entries(retiredTypes))('it answers %s, which is retired, with %s', async (type, code) => {
    scene.alice.send({ ...frameFor('channel.message.send', scene), type });
    expect(await scene.alice.next('error')).toEqual({ type: 'error', code, message: errorDocs[code].message });
  });

  test.each(['voice_join', 'no.such.type'])('an error names the frame that it answers: %s', async (type) => {
    const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
    scene.alice.send({ type, channel_id: 'no-channel', client_id });
    expect(await scene.alice.next('error')).toMatchObject({ client_id });
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
