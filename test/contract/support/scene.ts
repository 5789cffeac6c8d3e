import type { Frame, Socket } from './socket.js';
import type { World } from './world.js';

/** Two people who are connected, and nothing heard yet but the first event. */
export interface Scene {
  readonly world: World;
  /** The world's admin. */
  readonly alice: Socket;
  /** The world's member. */
  readonly bob: Socket;
}

/** Something that happens, and the event that it was done for. */
export type Scenario = (scene: Scene) => Promise<Frame>;

export async function openScene(world: World): Promise<Scene> {
  return { world, alice: await world.connect(world.admin), bob: await world.connect(world.member) };
}

/** Everybody hangs up. */
export async function closeScene({ world }: Scene): Promise<void> {
  await Promise.all(world.sockets.splice(0).map((socket) => socket.close()));
}
