import { inboundDocs, outboundDocs, outputProblems } from './contract.js';
import { plans } from './plans.js';
import type { Scene } from './scene.js';
import type { Frame } from './socket.js';
import type { World } from './world.js';

/** A frame of a client: what its plan says about this world, and else the contract's example. */
export async function frameFor(type: string, world: World): Promise<Frame> {
  const doc = inboundDocs.find((frame) => frame.type === type);
  if (!doc) throw new Error(`asyncapi.yaml has no frame ${type} for clients to send`);
  return { ...doc.examples[0], ...(await plans().frames[type]?.(world)) } as Frame;
}

/** Alice sends a frame. */
export async function say(type: string, { world, alice }: Scene): Promise<void> {
  alice.send(await frameFor(type, world));
}

/** Puts both into the voice room. */
export async function meet({ world, alice, bob }: Scene): Promise<void> {
  for (const socket of [alice, bob]) {
    socket.send(await frameFor('voice_join', world));
    await socket.next('voice_roster');
  }
  await alice.next('voice_join');
}

/** What is wrong with a frame that the server sent; nothing for one that keeps asyncapi.yaml. */
export function frameProblems(frame: Frame): string[] {
  const doc = outboundDocs.find(({ type }) => type === frame.type);
  return doc ? outputProblems(doc.schema, frame) : [`a frame that asyncapi.yaml does not have: ${frame.type}`];
}
