import { EventsMissed } from '../../../apps/server/src/core/backplane/backplane.js';
import { Events } from '../../../apps/server/src/core/events/events.js';
import { Connections } from '../../../apps/server/src/realtime/connections.js';
import { type FrameDoc, inboundDocs, outboundDocs, outputProblems } from './contract.js';
import { FAULT_MARK, withoutDatabase, withoutTables } from './faults.js';
import type { Frame, Socket } from './socket.js';
import { CIPHERTEXT, type World } from './world.js';

/** Two people who are connected, and nothing heard yet but the first event. */
export interface Scene {
  readonly world: World;
  readonly alice: Socket;
  readonly bob: Socket;
}

export async function openScene(world: World): Promise<Scene> {
  return { world, alice: await world.connect(world.admin), bob: await world.connect(world.member) };
}

/** Everybody hangs up. */
export async function closeScene({ world }: Scene): Promise<void> {
  await Promise.all(world.sockets.splice(0).map((socket) => socket.close()));
}

/** A frame of a client as the contract's example writes it, about this world. */
export function frameFor(type: string, { world }: Scene): Frame {
  const doc = inboundDocs.find((frame) => frame.type === type);
  if (!doc) throw new Error(`asyncapi.yaml has no frame ${type} for clients to send`);
  const example = { ...doc.examples[0] } as Record<string, unknown>;
  if ('channel_id' in example) example.channel_id = world.channelId;
  if ('recipient' in example) example.recipient = world.member.user_id;
  return example as Frame;
}

/** Puts both into the voice room. */
async function meet(scene: Scene): Promise<void> {
  for (const socket of [scene.alice, scene.bob]) {
    socket.send(frameFor('voice_join', scene));
    await socket.next('voice_roster');
  }
  await scene.alice.next('voice_join');
}

function signal(type: string): Scenario {
  return async (scene) => {
    await meet(scene);
    scene.alice.send(frameFor(type, scene));
    return scene.bob.next(type);
  };
}

export type Scenario = (scene: Scene) => Promise<Frame>;

/** For each event of the server what to do to hear it; a new event needs a line here. */
export const events: Readonly<Record<string, Scenario>> = {
  onChannelMessageNew: (scene) => {
    scene.alice.send(frameFor('channel.message.send', scene));
    return scene.bob.next('channel.message.new');
  },
  onChannelMessageAck: (scene) => {
    const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
    scene.alice.send({ ...frameFor('channel.message.send', scene), client_id });
    return scene.alice.next('channel.message.ack');
  },
  onChannelUpdated: async ({ world, bob }) => {
    await world.createChannel();
    return bob.next('channel.updated');
  },
  onChannelDeleted: async ({ world, bob }) => {
    await world.done('deleteChannel', { as: world.admin, query: { channel_id: await world.createChannel() } });
    return bob.next('channel.deleted');
  },
  onVoiceJoined: (scene) => {
    scene.alice.send(frameFor('voice_join', scene));
    return scene.alice.next('voice_join');
  },
  onVoiceLeft: async (scene) => {
    await meet(scene);
    scene.alice.send(frameFor('voice_leave', scene));
    return scene.bob.next('voice_leave');
  },
  onVoiceRoster: (scene) => {
    scene.alice.send(frameFor('voice_join', scene));
    return scene.alice.next('voice_roster');
  },
  onVoicePresence: (scene) => {
    scene.alice.send(frameFor('voice_join', scene));
    return scene.bob.next('voice.presence');
  },
  onVoicePresenceSnapshot: async (scene) => {
    await meet(scene);
    const late = await scene.world.connect(scene.world.member);
    return late.heard[0];
  },
  onOffer: signal('webrtc_offer'),
  onAnswer: signal('webrtc_answer'),
  onCandidate: signal('ice_candidate'),
  onDeviceJoined: async ({ world, bob }) => {
    await world.connect(world.admin);
    return bob.next('device.joined');
  },
  onProfileUpdated: async ({ world, bob }) => {
    await world.done('setProfile', { as: world.admin, body: { name_enc: CIPHERTEXT } });
    return bob.next('user.profile.updated');
  },
  onKeysShared: async ({ world, bob }) => {
    const envelopes = [world.envelope(world.admin, world.member)];
    await world.done('putDirectoryKeys', { as: world.admin, body: { envelopes } });
    return bob.next('keys.shared');
  },
  onPresenceChanged: async ({ world, alice, bob }) => {
    await bob.close();
    await world.connect(world.member);
    return alice.next('presence.changed');
  },
  onServerGoingAway: async ({ world, alice }) => {
    const connections = world.server.app.get(Connections);
    connections.announceStop();
    connections.closeAnswered('going_away');
    await connections.allGone();
    return alice.next('server.going_away');
  },
  onSyncRequired: ({ world, alice }) => {
    world.server.app.get(Events).publish(new EventsMissed([]));
    return alice.next('sync.required');
  },
  onError: ({ alice }) => {
    alice.send({ type: 'no.such.type' });
    return alice.next('error');
  },
};

/** For each frame of a client the event that shows that it was served. */
export const effects: Readonly<Record<string, keyof typeof events>> = {
  sendChannelMessage: 'onChannelMessageNew',
  joinVoice: 'onVoiceRoster',
  leaveVoice: 'onVoiceLeft',
  sendOffer: 'onOffer',
  sendAnswer: 'onAnswer',
  sendCandidate: 'onCandidate',
};

const MORE_THAN_ANY_BURST = 200;

type Refusal = (frame: FrameDoc, scene: Scene) => Promise<Frame[]>;

async function answers(frames: readonly Frame[], { alice }: Scene): Promise<Frame[]> {
  const heard: Frame[] = [];
  for (const frame of frames) {
    alice.send(frame);
    heard.push(await alice.next('error'));
  }
  return heard;
}

/** For each code of an `error` event how to get it for a frame: everything that was heard. */
export const refusals: Readonly<Record<string, Refusal>> = {
  invalid_message: ({ type }, scene) => {
    const valid = frameFor(type, scene);
    const fields = Object.keys(valid).filter((name) => name !== 'type');
    const broken = fields.flatMap((name) => [undefined, null, 7, '', {}].map((value) => ({ ...valid, [name]: value })));
    return answers(broken, scene);
  },
  channel_not_found: ({ type }, scene) => answers([{ ...frameFor(type, scene), channel_id: 'no-channel' }], scene),
  voice_not_joined: ({ type }, scene) => answers([frameFor(type, scene)], scene),
  recipient_unavailable: async ({ type }, scene) => {
    scene.alice.send(frameFor('voice_join', scene));
    await scene.alice.next('voice_roster');
    return answers([frameFor(type, scene)], scene);
  },
  rate_limited: async ({ type }, scene) => {
    const frame = frameFor(type, scene);
    for (let i = 0; i < MORE_THAN_ANY_BURST; i++) scene.alice.send(frame);
    for (;;) {
      const error = await scene.alice.next('error');
      if (error.code === 'rate_limited') return [error];
    }
  },
  server_unavailable: ({ type }, scene) => withoutDatabase(scene.world, () => answers([frameFor(type, scene)], scene)),
  server_error: async ({ type, operation }, scene) => {
    const frame = frameFor(type, scene);
    const table = { sendChannelMessage: 'messages', joinVoice: 'channels' }[operation];
    if (table !== undefined) return withoutTables(scene.world, [table], () => answers([frame], scene));
    await meet(scene);
    return withBrokenSocket(scene.world.member.user_id, () => answers([frame], scene));
  },
};

/** Does something while nothing can be sent to the connections of a user. */
async function withBrokenSocket<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const sound = Reflect.get(Connections.prototype, 'send') as (...args: Parameters<Connections['send']>) => void;
  Connections.prototype.send = function (frame, clients) {
    const meant = [...clients];
    if (meant.some(({ caller }) => caller.userId === userId)) throw new Error(FAULT_MARK);
    sound.call(this, frame, meant);
  };
  try {
    return await work();
  } finally {
    Connections.prototype.send = sound;
  }
}

/** What is wrong with a frame that the server sent; nothing for one that keeps asyncapi.yaml. */
export function frameProblems(frame: Frame): string[] {
  const doc = outboundDocs.find(({ type }) => type === frame.type);
  return doc ? outputProblems(doc.schema, frame) : [`a frame that asyncapi.yaml does not have: ${frame.type}`];
}
