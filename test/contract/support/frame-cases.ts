import { limits } from '@app/contract';
import { Connections } from '../../../apps/server/src/realtime/connections.js';
import { type FrameDoc, inboundDocs, inputProblems, outboundDocs } from './contract.js';
import { FAULT_MARK, withoutDatabase, withoutTables } from './faults.js';
import { frameFor, meet } from './frames.js';
import { plans } from './plans.js';
import type { Scenario, Scene } from './scene.js';
import type { Frame } from './socket.js';

/*
 * What the tests go through is what there are plans for; which are missing, plans.spec.ts alone tells.
 */

/** Every event that can be heard, with how. */
export const plannedEvents = outboundDocs.flatMap((doc): [FrameDoc, Scenario][] => {
  const scenario = plans().events[doc.type];
  return scenario ? [[doc, scenario]] : [];
});

/** Every frame of a client whose effect can be heard, with how. */
export const plannedFrames = inboundDocs.flatMap((doc): [FrameDoc, Scenario][] => {
  const scenario = plans().events[plans().effects[doc.type] ?? ''];
  return scenario ? [[doc, scenario]] : [];
});

/** Does something that a frame is refused for, perhaps several times; resolves with every answer. */
export type Refusal = (scene: Scene) => Promise<Frame[]>;

/** How to get a code for a frame, where something is known; a frame that cannot be served gets none. */
export function refusalFor({ type, schema }: FrameDoc, code: string): Refusal | undefined {
  const plan = plans().refusals[`${type} ${code}`];
  if (plan) return async (scene) => [await plan(scene)];
  const refuse = refusals[code];
  return refuse && (async (scene) => refuse(await frameFor(type, scene.world), scene, schema));
}

const MORE_THAN_ANY_BURST = Math.max(limits.frameBurst, limits.signalBurst) + 100;

/** For each code that any frame may get how to get it for one that would be served. */
const refusals: Readonly<Record<string, (frame: Frame, scene: Scene, schema: string) => Promise<Frame[]>>> = {
  invalid_message: (frame, scene, schema) => {
    const fields = Object.keys(frame).filter((name) => name !== 'type');
    const spoilt = fields.flatMap((name) => [undefined, null, 7, '', {}].map((value) => ({ ...frame, [name]: value })));
    return answers(
      spoilt.filter((one) => inputProblems(schema, one).length > 0),
      scene,
    );
  },
  channel_not_found: (frame, scene) => answers([{ ...frame, channel_id: 'no-channel' }], scene),
  rate_limited: async (frame, { alice }) => {
    for (let i = 0; i < MORE_THAN_ANY_BURST; i++) alice.send(frame);
    for (;;) {
      const error = await alice.next('error');
      if (error.code === 'rate_limited') return [error];
    }
  },
  server_unavailable: (frame, scene) => withoutDatabase(scene.world, () => answers([frame], scene)),
  // Nothing can be read or stored, and nobody told of it: whatever the frame is for, it fails.
  server_error: async (frame, scene) => {
    await meet(scene);
    const tables = await scene.world.tables();
    return withoutTables(scene.world, tables, () => withoutTelling(() => answers([frame], scene)));
  },
};

async function answers(frames: readonly Frame[], { alice }: Scene): Promise<Frame[]> {
  const heard: Frame[] = [];
  for (const frame of frames) {
    alice.send(frame);
    heard.push(await alice.next('error'));
  }
  return heard;
}

/** Does something while the server fails whenever it tells others of it. */
async function withoutTelling<T>(work: () => Promise<T>): Promise<T> {
  const { prototype } = Connections;
  const sound = { send: Reflect.get(prototype, 'send'), broadcast: Reflect.get(prototype, 'broadcast') };
  const fail = () => {
    throw new Error(FAULT_MARK);
  };
  Object.assign(prototype, { send: fail, broadcast: fail });
  try {
    return await work();
  } finally {
    Object.assign(prototype, sound);
  }
}

/** An error that a frame is answered with: the frame, the code, and how to get it. */
export type PlannedRefusal = readonly [doc: FrameDoc, code: string, refusal: Refusal];

/** The errors of frames that are answered. */
export const plannedRefusals = plannedFrames.flatMap(([doc]) =>
  doc.codes.flatMap((code): PlannedRefusal[] => {
    const refusal = refusalFor(doc, code);
    return refusal ? [[doc, code, refusal]] : [];
  }),
);

/** Those that only a server with rates gives. On another one, everybody may connect as often as it takes. */
export const rateRefusals = plannedRefusals.filter(([, code]) => code === 'rate_limited');
/** All the others. */
export const freeRefusals = plannedRefusals.filter(([, code]) => code !== 'rate_limited');
