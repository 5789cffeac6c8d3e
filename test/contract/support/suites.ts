import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { untilNextFrame } from '../../support/pace.js';
import { keyOf } from './calls.js';
import { errorDocs, type Outcome, outputProblems, retiredTypes } from './contract.js';
import { FAULT_MARK } from './faults.js';
import { plannedEvents, plannedFrames, type PlannedRefusal, type Refusal } from './frame-cases.js';
import { frameFor, frameProblems } from './frames.js';
import { type Answer, answerProblems, codeOf, operationDoc } from './http.js';
import { closeScene, openScene, type Scene } from './scene.js';
import type { Frame } from './socket.js';
import type { World } from './world.js';

/* What is true of every server, the real one and the SDK's fake one. */

/**
 * Tests that each of these answers is given as openapi.yaml documents it.
 *
 * @param get brings the server to it; resolves with all that it answered
 */
export function testAnswers(outcomes: readonly Outcome[], get: (outcome: Outcome) => Promise<readonly Answer[]>): void {
  test.each(outcomes.map((outcome) => [keyOf(outcome), outcome] as const))('%s', async (_, outcome) => {
    const answers = await get(outcome);
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) {
      expect(answerProblems(operationDoc(outcome.operationId), answer)).toEqual([]);
      expect([answer.status, codeOf(answer)]).toEqual([outcome.status, outcome.code]);
    }
  });
}

/** Gives each test a scene of its own, and holds all that is heard in it to asyncapi.yaml. */
export function useScene(world: () => World): () => Scene {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene(world());
  });
  afterEach(async () => {
    const heard = world().sockets.flatMap((socket) => socket.heard);
    await closeScene(scene);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.flatMap(frameProblems)).toEqual([]);
  });
  return () => scene;
}

/** Tests that each event is sent, each frame served and each retired one refused as asyncapi.yaml documents it. */
export function testFrames(scene: () => Scene): void {
  describe('every event that asyncapi.yaml documents is sent', () => {
    test.each(plannedEvents.map(([doc, scenario]) => [doc.type, doc, scenario] as const))(
      '%s',
      async (type, { schema }, scenario) => {
        const frame = await scenario(scene());
        expect(frame.type).toBe(type);
        expect(outputProblems(schema, frame)).toEqual([]);
      },
    );
  });

  describe('every frame that asyncapi.yaml lets a client send is served', () => {
    const frames = plannedFrames.map(([{ type }, scenario]) => [type, scenario] as const);

    test.each(frames)('%s', async (type, scenario) => {
      await scenario(scene());
      const { alice } = scene();
      expect(alice.sent).toContain(type);
      expect(alice.heard.filter((frame) => frame.type === 'error')).toEqual([]);
    });

    test.each(frames)('%s with a field that is not known yet: the field is ignored', async (_, scenario) => {
      const { alice } = scene();
      const plain = alice.send.bind(alice);
      alice.send = (frame: Frame) => plain({ ...frame, of_a_later_version: true });
      expect(await scenario(scene())).not.toHaveProperty('of_a_later_version');
    });
  });

  describe('every frame that clients no longer send is refused as asyncapi.yaml documents it', () => {
    test.each(Object.entries(retiredTypes))('%s: %s', async (type, code) => {
      const { alice, world } = scene();
      alice.send({ ...(await frameFor('channel.message.send', world)), type });
      expect(await alice.next('error')).toEqual({ type: 'error', code, message: errorDocs[code].message });
      await expectAlive(scene());
    });
  });
}

/**
 * Tests that these refusals of frames are answered as asyncapi.yaml documents them.
 *
 * @param refuse brings the server to a refusal, unless that is done as planned
 */
export function testRefusals(
  scene: () => Scene,
  refusals: readonly PlannedRefusal[],
  refuse: (type: string, code: string) => Refusal | undefined = () => undefined,
): void {
  describe('every error code that asyncapi.yaml documents for a frame is given', () => {
    test.each(refusals.map(([{ type }, code, refusal]) => [type, code, refusal] as const))(
      '%s: %s',
      async (type, code, refusal) => {
        const heard = await (refuse(type, code) ?? refusal)(scene());
        expect(heard.length).toBeGreaterThan(0);
        for (const frame of heard) {
          expect(frame).toMatchObject({ type: 'error', code });
          if (code !== 'invalid_message') expect(frame.message).toBe(errorDocs[code].message);
          expect(JSON.stringify(frame)).not.toContain(FAULT_MARK);
        }
        await expectAlive(scene());
      },
    );
  });
}

/** A refused frame changes nothing for the connection: it goes on as before. */
async function expectAlive({ alice }: Scene): Promise<void> {
  expect(alice.raw.readyState).toBe(WebSocket.OPEN);
  const answer = async (client_id: string): Promise<unknown> => {
    alice.send({ type: 'still.there', client_id });
    for (;;) {
      const error = await alice.next('error'); // at first perhaps an answer to one frame too many
      if (error.client_id === client_id) return error.code;
    }
  };
  while ((await answer(randomUUID())) !== 'unsupported_type') await untilNextFrame();
}
